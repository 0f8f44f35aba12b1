BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Test-SaladHistory' {
    AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

    It 'finds nothing in a history that is right, and the gap in one that is not' {
        $m = Start-SaladMaster -Port 0 -TimeScale 0.02 -WarningAction Ignore
        $null = $m | Start-SaladWorker -InProcess -Count 2
        $null = $m | Wait-Salad -TimeoutSeconds 30
        $m | Test-SaladHistory | Should -BeNullOrEmpty
        $found = $m | Get-SaladEvent | Where-Object Kind -ne 'ClockStarted' | Test-SaladHistory
        $found.Invariant | Should -Contain 'S14'
        ($found | Format-Table | Out-String) | Should -Match 'Invariant'
    }

    It 'checks a file' {
        $file = Join-Path $TestDrive 'history.jsonl'
        $run = Invoke-SaladExperiment -Simulate -Seed 1 -KeepEvents
        $run.Events.ToJson() | Set-Content $file
        Test-SaladHistory -Path $file | Should -BeNullOrEmpty
        Test-SaladHistory -Path $file -LeaseSeconds 20 | Should -Not -BeNullOrEmpty
    }
}
