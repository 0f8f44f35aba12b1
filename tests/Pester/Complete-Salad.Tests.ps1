BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }
AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

Describe 'Complete-Salad' {
    It 'lets an open salad end' {
        $m = Start-SaladMaster -Port 0 -KeepOpen
        (Get-SaladStatus $m).State | Should -Be 'Waiting'
        $m | Complete-Salad
        (Get-SaladStatus $m).EndReason | Should -Be 'Completed'
    }
}
