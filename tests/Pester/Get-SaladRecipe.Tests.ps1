BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Get-SaladRecipe' {
    It 'shows the tutorial''s salad' {
        $recipe = Get-SaladRecipe FruitSalad
        $recipe.TotalSeconds | Should -Be 26
        $recipe.Tasks.Count | Should -Be 11
    }

    It 'names one that is not there' {
        { Get-SaladRecipe Soup -ErrorAction Stop } | Should -Throw -ErrorId 'RecipeNotFound,*'
    }
}
