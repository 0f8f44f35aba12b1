BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Measure-SaladPolicy' {
    It 'recommends one choice, in parameters that Invoke-SaladExperiment takes' {
        $measures = Measure-SaladPolicy -Healthy 1 -CrashProbability 0.3 -Lease 2, 6 -Salads 30
        @($measures | Where-Object Recommended).Count | Should -Be 1
        $measures[0].Recommended | Should -BeTrue
        (Invoke-Expression "Invoke-SaladExperiment -Simulate -Healthy 1 $($measures[0].Parameters) -Seed 1").EndReason | Should -Be 'Completed'
    }
}
