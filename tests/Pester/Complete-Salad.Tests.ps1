BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Complete-Salad' {
    AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

    It 'lets an open salad end' {
        $m = Start-SaladMaster -Port 0 -KeepOpen
        (Get-SaladStatus $m).State | Should -Be 'Waiting'
        $m | Complete-Salad
        (Get-SaladStatus $m).EndReason | Should -Be 'Completed'
    }
}
