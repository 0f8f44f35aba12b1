BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Invoke-SaladExperiment' {
    It 'gives one result a seed, in order, that standard cmdlets can measure' {
        $runs = 1..50 | Invoke-SaladExperiment -Simulate -Healthy 1 -CrashProbability 0.6 -MaxAttempts 0
        $runs.Seed | Should -Be (1..50)
        ($runs | Group-Object EndReason).Name | Should -Be 'Completed'
        ($runs | Measure-Object Makespan -Average).Average | Should -BeGreaterThan 9
        ($runs | Measure-Object Executions -Minimum).Minimum | Should -BeGreaterOrEqual 11
    }

    It 'stops early' {
        @(Invoke-SaladExperiment -Simulate -Seed (1..20000) | Select-Object -First 3).Seed | Should -Be 1, 2, 3
    }

    It 'replays what it says' {
        $run = Invoke-SaladExperiment -Simulate -Preset Basic -CrashProbability 0.6 -Seed 1 -Shrink -KeepEvents
        $run.EndReason | Should -Be 'Stuck'
        $again = Invoke-Expression "$($run.Replay) -KeepEvents"
        $again.Events.Line | Should -Be $run.Events.Line
        (Invoke-Expression $run.Shrunk).EndReason | Should -Be 'Stuck'
    }

    It 'is a table of six columns' {
        (Invoke-SaladExperiment -Simulate -Seed 1 | Format-Table | Out-String -Width 120).Trim().Split("`n")[0].Trim() |
            Should -Match '^Seed +EndReason +Makespan +WastedWork +Requeues +Violations$'
    }

    It 'makes the same salads with real processes, crashes included' {
        $runs = 1..2 | Invoke-SaladExperiment -Healthy 1 -CrashProbability 0.6 -TimeScale 0.05 -KeepEvents
        $runs.Seed | Should -Be (1, 2)
        $runs.EndReason | Should -Be ('Completed', 'Completed')
        $runs.Unfinished | Should -Be (0, 0)
        @($runs | Test-SaladHistory).Count | Should -Be 0
        @(Get-SaladWorker).Count | Should -Be 0
    }

    It 'goes out as CSV and JSON, broken promises included' {
        $runs = Invoke-SaladExperiment -Simulate -Mutant Tutorial -Preset Timeout -Seed (1..1000)
        $broken = @($runs | Where-Object { $_.Violations })
        $broken.Count | Should -BeGreaterThan 0
        $csv = $runs | ConvertTo-Csv | ConvertFrom-Csv
        $csv.Seed | Should -Be (1..1000)
        @($csv | Where-Object Violations).Seed | Should -Be $broken.Seed
        $csv.Where({ $_.Violations })[0].Violations | Should -Be ($broken[0].Violations -join '; ')
        ($runs[0..9] | ConvertTo-Json -Depth 5 -WarningAction Ignore | ConvertFrom-Json).Makespan | Should -Be $runs[0..9].Makespan
    }

    It 'makes real salads at the same time, if asked to' {
        (Invoke-SaladExperiment -InProcess -TimeScale 0.02 -Seed (1..4) -ThrottleLimit 4).Seed | Should -Be (1..4)
    }

    It 'tells a salad without a master step by step' {
        $run = Invoke-SaladExperiment -Simulate -Strategy WorkStealing -Seed 1 -KeepTrace
        @($run.Trace | Where-Object Action -eq Result).Count | Should -Be 11
        @($run.Trace.Action) | Should -Contain 'Steal'
    }

    It 'refuses for real what exists under virtual time alone' {
        { Invoke-SaladExperiment -Mutant Tutorial -ErrorAction Stop } | Should -Throw -ErrorId 'ExperimentNeedsSimulate,*'
    }
}
