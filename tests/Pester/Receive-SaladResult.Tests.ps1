BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Receive-SaladResult' {
    AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

    It 'streams every result once, and consumes none' {
        $m = Start-SaladMaster -Port 0 -TimeScale 0.02 -WarningAction Ignore
        $null = $m | Start-SaladWorker -InProcess -Count 2
        @($m | Receive-SaladResult -Wait).Task | Sort-Object | Should -Be (0..10)
        @($m | Receive-SaladResult).Count | Should -Be 11
    }
}
