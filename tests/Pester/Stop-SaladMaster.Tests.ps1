BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Stop-SaladMaster' {
    AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

    It 'ends the salad and leaves it readable' {
        $m = Start-SaladMaster -Port 0
        $m | Stop-SaladMaster
        Get-SaladMaster | Should -BeNullOrEmpty
        (Get-SaladStatus $m).EndReason | Should -Be 'Stopped'
    }

    It 'kills a master in a process of its own, and its file goes on' {
        $file = Join-Path $TestDrive 'salad.db'
        $m = Start-SaladMaster -Path $file -Port 0 -Process
        $m | Stop-SaladMaster -Force
        Get-Process -Id $m.ProcessId -ErrorAction Ignore | Should -BeNullOrEmpty
        (Get-SaladStatus -Path $file).State | Should -Be 'Waiting'
    }

    It 'stops all masters of the session by pipeline' {
        1..2 | ForEach-Object { $null = Start-SaladMaster -Port 0 }
        Get-SaladMaster | Stop-SaladMaster -Force
        Get-SaladMaster | Should -BeNullOrEmpty
    }
}
