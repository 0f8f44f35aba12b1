BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Import-SaladRecipe' {
    It 'reads PowerShell data' {
        Set-Content TestDrive:/tea.psd1 "@{ Tasks = @{ Name = 'tea'; DependsOn = 'water' }, 'water' }"
        $recipe = Import-SaladRecipe TestDrive:/tea.psd1
        $recipe.Name | Should -Be 'tea'
        $recipe.Tasks.Name | Should -Be 'water', 'tea'
    }

    It 'reads JSON, from what Get-ChildItem finds' {
        Set-Content TestDrive:/tea.json '{ "name": "Tea", "tasks": ["water", { "name": "tea", "seconds": 2, "dependsOn": "water" }] }'
        (Get-ChildItem TestDrive:/tea.json | Import-SaladRecipe).TotalSeconds | Should -Be 2
    }

    It 'runs nothing, and names the line' {
        Set-Content TestDrive:/evil.psd1 "@{ Tasks = @(`n@{ Name = `$(throw 'run') }) }"
        { Import-SaladRecipe TestDrive:/evil.psd1 -ErrorAction Stop } | Should -Throw '*line 2*' -ErrorId 'RecipeFileDamaged,*'
    }
}
