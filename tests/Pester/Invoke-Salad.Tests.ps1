BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" }
AfterAll { Remove-Module FruitSalad.PS }

Describe 'Invoke-Salad' {
    It 'makes a salad in one line and leaves nothing behind' {
        $results = @(Invoke-Salad -TimeScale 0.01 -InProcess)
        $results.Task | Should -Be (0..10)
        Get-SaladMaster | Should -BeNullOrEmpty
        Get-SaladWorker | Should -BeNullOrEmpty
    }

    It 'does it alone with -Strategy Sequential' {
        @(Invoke-Salad FruitSaladSequential -Strategy Sequential -TimeScale 0.001).Name |
            Should -Be 'banane', 'pêche', 'banane', 'cerise', 'cerise', 'poire', 'pêche', 'pomme', 'poire', 'pastèque', 'pomme'
    }

    It 'survives crashes' {
        @(Invoke-Salad -TimeScale 0.02 -InProcess -CrashProbability 0.1 -Respawn).Count | Should -Be 11
    }

    It 'does it without a master with -Strategy WorkStealing' {
        @(Invoke-Salad -TimeScale 0.02 -Strategy WorkStealing).Task | Should -Be (0..10)
        @(Invoke-Salad -TimeScale 0.02 -Strategy WorkStealing -InProcess).Task | Should -Be (0..10)
        Get-SaladWorker | Should -BeNullOrEmpty
        { Invoke-Salad AppleCrumble -Strategy WorkStealing } | Should -Throw -ErrorId 'StealingNeedsIndependentTasks*'
    }

    It 'names the recipes that there are' {
        { Invoke-Salad -Recipe Soup } | Should -Throw -ErrorId 'RecipeNotFound*'
    }

    It 'does nothing with -WhatIf' {
        Invoke-Salad -WhatIf | Should -BeNullOrEmpty
    }

    Context 'with a script block' {
        It 'returns results in order, with $_, param() and $using:' {
            $prefix = 'n'
            1..50 | Invoke-Salad { $_ * 2 } -Workers 2 | Should -Be (1..50 | ForEach-Object { $_ * 2 })
            1..3 | Invoke-Salad { param($n) "$using:prefix$n" } -InProcess | Should -Be 'n1', 'n2', 'n3'
            'a', 'b' | Invoke-Salad { $_ } -AsCompleted -InProcess | Sort-Object | Should -Be 'a', 'b'
        }

        It 'keeps types, and gives properties of everything else' {
            $back = 1 | Invoke-Salad -InProcess { 5L; 1.5; [datetime]::new(2024, 2, 29); , [byte[]](1, 2); [ordered]@{ b = 1; a = 2 }; [pscustomobject]@{ x = 1d } }
            $back[0] | Should -BeOfType [long]
            $back[1] | Should -BeOfType [double]
            $back[2] | Should -BeOfType [datetime]
            , $back[3] | Should -BeOfType [byte[]]
            $back[4].Keys | Should -Be 'b', 'a'
            $back[5].x | Should -BeOfType [decimal]
            (Get-Item $PSCommandPath | Invoke-Salad { $_ } -InProcess).FullName | Should -Be $PSCommandPath
        }

        It 'returns errors as errors of their items' {
            $results = 1..4 | Invoke-Salad { if ($_ -eq 3) { Get-Item /no/such/thing -ErrorAction Stop }; $_ } -InProcess -ErrorAction SilentlyContinue -ErrorVariable problem
            $results | Should -Be 1, 2, 4
            $problem.Count | Should -Be 1
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'ItemFailed*'
            $problem[0].TargetObject | Should -Be 3
            $problem[0].Exception.ScriptStackTrace | Should -BeLike "*Invoke-Salad.Tests.ps1: line *"
        }

        It 'passes Write-Host, warnings and verbose messages on' {
            $all = 1 | Invoke-Salad { Write-Host 'shown'; Write-Warning 'careful'; Write-Verbose 'more' } -InProcess -Verbose 3>&1 4>&1 6>&1
            "$all" | Should -Match 'shown careful more'
        }

        It 'refuses secrets' {
            $secret = [securestring]::new()
            { 1 | Invoke-Salad { $using:secret } } | Should -Throw -ErrorId 'UsingUnfit*'
            { 1 | Invoke-Salad { $using:nothing } } | Should -Throw -ErrorId 'UsingNotSet*'
        }

        It 'survives workers that die' {
            1..30 | Invoke-Salad { $_ } -Workers 2 -CrashProbability 0.1 -Seed 1 -Respawn -MaxAttempts 50 | Should -Be (1..30)
        }

        It 'stops an item that runs too long' {
            1..3 | Invoke-Salad { if ($_ -eq 2) { Start-Sleep 600 }; $_ } -InProcess -TimeoutSeconds 0.5 -MaxAttempts 1 -ErrorAction SilentlyContinue -ErrorVariable problem |
                Should -Be 1, 3
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'ItemLost*'
        }

        It 'uses the workers of a master' {
            $m = Start-SaladMaster -Port 0 -KeepOpen
            $null = $m | Start-SaladWorker -InProcess -AllowScript
            1..3 | Invoke-Salad { $_ + 1 } -Master $m | Should -Be 2, 3, 4
            $m | Stop-SaladMaster -Force
        }
    }
}
