BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'New-SaladRecipe' {
    It 'puts tasks behind those that they need' {
        $recipe = (New-SaladTask tea -DependsOn water), (New-SaladTask water) | New-SaladRecipe Tea
        $recipe.Tasks.Name | Should -Be 'water', 'tea'
        $recipe.Tasks[1].DependsOn | Should -Be 0
    }

    It 'shows a cycle' {
        { (New-SaladTask a -DependsOn b), (New-SaladTask b -DependsOn a) | New-SaladRecipe Loop } |
            Should -Throw '*a <- b <- a*' -ErrorId 'RecipeCycle,*'
    }

    It 'makes a salad' {
        $recipe = (New-SaladTask tea -DependsOn water), (New-SaladTask water) | New-SaladRecipe Tea
        ($recipe | Invoke-Salad -InProcess -Workers 2).Name | Should -Be 'water', 'tea'
    }
}
