BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Stop-SaladMaster' {
    AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

    It 'ends the salad and leaves it readable' {
        $m = Start-SaladMaster -Port 0
        $m | Stop-SaladMaster
        Get-SaladMaster | Should -BeNullOrEmpty
        (Get-SaladStatus $m).EndReason | Should -Be 'Stopped'
    }

    It 'stops all masters of the session by pipeline' {
        1..2 | ForEach-Object { $null = Start-SaladMaster -Port 0 }
        Get-SaladMaster | Stop-SaladMaster -Force
        Get-SaladMaster | Should -BeNullOrEmpty
    }
}
