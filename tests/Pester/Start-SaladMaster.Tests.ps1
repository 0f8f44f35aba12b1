BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Start-SaladMaster' {
    It 'cuts the list once under Static, and works itself' {
        $m = Start-SaladMaster -Port 0 -TimeScale 0.01 -Strategy Static -ExpectWorkers 1 -IncludeMaster
        ($m | Wait-Salad -TimeoutSeconds 30).EndReason | Should -Be 'Completed'
        $m | Stop-SaladMaster -Force
    }

    AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

    It 'starts a master on a free port' {
        $m = Start-SaladMaster -Recipe FruitSalad -Port 0 -TimeScale 0.05 -Seed 1
        $m.Port | Should -BeGreaterThan 0
        $m.Address | Should -Be '127.0.0.1'
        $m.Seed | Should -Be 1
        "$m" | Should -Be "127.0.0.1:$($m.Port)"
    }

    It 'says that a port is taken, and what to do' {
        $m = Start-SaladMaster -Port 0
        { Start-SaladMaster -Port $m.Port -ErrorAction Stop } | Should -Throw -ErrorId 'PortTaken,*' -ExpectedMessage '*-Port 0*'
    }

    It 'warns about a lease shorter than the longest task' {
        $null = Start-SaladMaster -Port 0 -Preset Timeout -LeaseSeconds 1 -WarningVariable warned -WarningAction SilentlyContinue
        $warned.Count | Should -Be 1
    }

    It 'starts nothing with -WhatIf' {
        Start-SaladMaster -Port 0 -WhatIf
        Get-SaladMaster | Should -BeNullOrEmpty
    }

    It 'goes on with the salad of a file' {
        $file = Join-Path $TestDrive 'salad.db'
        $first = Start-SaladMaster -Path $file -Port 0 -Name midi
        $first | Stop-SaladMaster -Force
        $second = Start-SaladMaster -Path $file -Port 0
        $second.Salad | Should -Be $first.Salad
        $second.Name | Should -Be 'midi'
    }
}
