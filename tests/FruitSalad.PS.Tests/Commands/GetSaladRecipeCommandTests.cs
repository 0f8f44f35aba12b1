using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

public sealed class GetSaladRecipeCommandTests : EngineTests
{
    [Fact]
    public void Shows_all_recipes_or_those_named()
    {
        Assert.Equal(["FruitSalad", "FruitSaladSequential", "AppleCrumble", "Matrix"], Run<Recipe>("Get-SaladRecipe").Select(recipe => recipe.Name));
        Assert.Equal((11, 26.0), Run<Recipe>("'fruitsalad' | Get-SaladRecipe").Select(recipe => (recipe.Tasks.Count, recipe.TotalSeconds)).Single());
        Assert.Empty(Run("Get-SaladRecipe S*"));
        Assert.Equal("FruitSaladSequential", Run<SaladMasterHandle>("Start-SaladMaster -Port 0 -Recipe (Get-SaladRecipe FruitSaladSequential)")[0].Name);
    }

    [Fact]
    public void One_that_is_not_there_is_an_error()
    {
        Try("Get-SaladRecipe Soup");

        Assert.Equal([nameof(Strings.RecipeNotFound)], ErrorIds);
    }
}
