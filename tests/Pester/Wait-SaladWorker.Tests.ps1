BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" }
AfterAll { Remove-Module FruitSalad.PS }

Describe 'Wait-SaladWorker' {
    It 'returns the workers when they have ended' {
        $m = Start-SaladMaster -Recipe FruitSalad -Port 0 -TimeScale 0.01 -WarningAction SilentlyContinue
        $ended = @($m | Start-SaladWorker -InProcess -Count 3 | Wait-SaladWorker -TimeoutSeconds 60)
        $ended.State | Should -Be 'Left', 'Left', 'Left'
        $m | Stop-SaladMaster
    }

    It 'tells which has not' {
        $m = Start-SaladMaster -KeepOpen -Port 0
        $w = $m | Start-SaladWorker -InProcess
        { $w | Wait-SaladWorker -TimeoutSeconds 0.2 -ErrorAction Stop } | Should -Throw -ErrorId 'WorkerWaitTimeout*'
        $w.State | Should -Be 'Running'
        $m | Stop-SaladMaster -Force
    }
}
