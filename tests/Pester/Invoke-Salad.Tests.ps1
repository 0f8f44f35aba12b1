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
        @(Invoke-Salad -TimeScale 0.02 -InProcess -CrashProbability 0.4 -Respawn).Count | Should -Be 11
    }

    It 'names the recipes that there are' {
        { Invoke-Salad -Recipe Soup } | Should -Throw -ErrorId 'RecipeNotFound*'
    }

    It 'does nothing with -WhatIf' {
        Invoke-Salad -WhatIf | Should -BeNullOrEmpty
    }
}
