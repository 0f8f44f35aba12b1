BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" }
AfterAll { Remove-Module FruitSalad.PS }

Describe 'Invoke-SaladWorker' {
    It 'works in the foreground and says what it does' {
        $m = Start-SaladMaster -Recipe FruitSalad -Port 0 -TimeScale 0.01 -WarningAction SilentlyContinue
        $lines = @($m | Invoke-SaladWorker)
        @($lines | Where-Object Kind -eq 'Sent').Count | Should -Be 11
        "$($lines[0])" | Should -Match '^\[\d+\.\d{3}\] \[W-\d+\] \[T-\d\d\] \[IN\]'
        ($m | Get-SaladStatus).EndReason | Should -Be 'Completed'
        $m | Stop-SaladMaster
    }

    It 'gives up without a master, and says so' {
        $m = Start-SaladMaster -KeepOpen -Port 0
        $m | Stop-SaladMaster -Force
        { $m | Invoke-SaladWorker -GiveUpSeconds 0.2 -ErrorAction Stop } | Should -Throw -ErrorId 'MasterLost*'
    }
}
