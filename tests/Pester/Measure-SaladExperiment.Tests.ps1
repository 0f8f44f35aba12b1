BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Measure-SaladExperiment' {
    It 'makes a row of each combination, with limits, that Export-Csv can write' {
        $rows = Invoke-SaladExperiment -Simulate -Vary @{ Workers = 1, 2, 4 } -Seed (1..20) | Measure-SaladExperiment
        $rows.Workers | Should -Be 1, 2, 4
        $rows[0].Makespan.Value | Should -BeGreaterThan $rows[1].Makespan.High
        $rows[1].Makespan.Value | Should -BeGreaterThan $rows[2].Makespan.High
        ($rows | ConvertTo-Csv | ConvertFrom-Csv).Case | Should -Be 'Workers 1', 'Workers 2', 'Workers 4'
    }

    It 'is a table of seven columns' {
        (Invoke-SaladExperiment -Simulate -Seed 1, 2 | Measure-SaladExperiment | Format-Table | Out-String -Width 150).Trim().Split("`n")[0].Trim() |
            Should -Match '^Case +Salads +Completed % +Makespan +WastedWork +Messages +Violations$'
    }
}
