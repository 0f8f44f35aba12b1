BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Wait-Salad' {
    AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

    It 'returns the final status' {
        $m = Start-SaladMaster -Port 0 -TimeScale 0.02 -WarningAction Ignore
        $null = $m | Start-SaladWorker -InProcess -Count 3
        $status = $m | Wait-Salad -TimeoutSeconds 60
        $status.EndReason | Should -Be 'Completed'
        $status.Makespan | Should -BeGreaterOrEqual $status.Oracle
    }

    It 'fails by name when the time is over, and stops nothing' {
        $m = Start-SaladMaster -Port 0
        { $m | Wait-Salad -TimeoutSeconds 0.1 -ErrorAction Stop } | Should -Throw -ErrorId 'SaladWaitTimeout,*'
        (Get-SaladStatus $m).State | Should -Be 'Waiting'
    }
}
