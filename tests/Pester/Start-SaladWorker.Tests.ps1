BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" }
AfterAll { Remove-Module FruitSalad.PS }

Describe 'Start-SaladWorker' {
    BeforeEach { $m = Start-SaladMaster -Recipe FruitSalad -Port 0 -TimeScale 0.01 -Seed 1 -WarningAction SilentlyContinue }
    AfterEach { $m | Stop-SaladMaster -Force }

    It 'starts real processes' {
        $w = @($m | Start-SaladWorker -Count 2)
        $w.Count | Should -Be 2
        $w.ProcessId | Should -Not -Contain $PID
        ($m | Wait-Salad -TimeoutSeconds 60).EndReason | Should -Be 'Completed'
    }

    It 'starts threads of this session with -InProcess' {
        $w = $m | Start-SaladWorker -InProcess
        $w.ProcessId | Should -Be 0
        ($m | Wait-Salad -TimeoutSeconds 60).EndReason | Should -Be 'Completed'
    }

    It 'crashes when it is told to, and is replaced with -Respawn' {
        $w = $m | Start-SaladWorker -InProcess -CrashProbability 0.6 -Respawn
        $null = $m | Wait-Salad -TimeoutSeconds 60
        $w.Respawns | Should -BeGreaterThan 0
    }

    It 'does nothing with -WhatIf' {
        $m | Start-SaladWorker -InProcess -WhatIf | Should -BeNullOrEmpty
        ($m | Get-SaladStatus).Workers.Count | Should -Be 0
    }

    It 'refuses a probability above one' {
        { $m | Start-SaladWorker -CrashProbability 1.5 } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }
}
