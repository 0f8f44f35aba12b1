using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Tasks;

public class RecipeTests
{
    [Fact]
    public void The_sequential_salad_is_the_tutorial_s()
    {
        Assert.Equal(
            "banane 2, pêche 3, banane 2, cerise 1, cerise 1, poire 2, pêche 3, pomme 3, poire 2, pastèque 4, pomme 3",
            Text(Recipe.FruitSaladSequential));
        Assert.Equal(TimeSpan.FromSeconds(26), Recipe.FruitSaladSequential.TotalDuration);
    }

    [Fact]
    public void The_distributed_salad_is_the_tutorial_s()
    {
        Assert.Equal(
            "pomme 3, pomme 3, poire 2, poire 2, banane 2, banane 2, cerise 1, cerise 1, pêche 3, pêche 3, pastèque 4",
            Text(Recipe.FruitSalad));
        Assert.Equal(TimeSpan.FromSeconds(26), Recipe.FruitSalad.TotalDuration);
        Assert.Equal(TimeSpan.FromSeconds(4), Recipe.FruitSalad.LongestDuration);
    }

    /// <summary>Dough and apples before the apples are spread, flour with butter at last: the tutorial's order.</summary>
    [Fact]
    public void The_crumble_is_the_tutorial_s()
    {
        Assert.Equal(
            "pâte 4, pomme 3, pomme 3, pomme 3, farine au beurre 2, tarte aux pommes 3, crumble 1", Text(Recipe.AppleCrumble));
        Assert.Equal([0, 1, 2, 3], Recipe.AppleCrumble.Tasks[5].DependsOn);
        Assert.Equal([4, 5], Recipe.AppleCrumble.Tasks[6].DependsOn);
        Assert.All(Recipe.AppleCrumble.Tasks.Take(5), task => Assert.Empty(task.DependsOn));
    }

    [Fact]
    public void Steps_that_are_no_recipe_are_refused() =>
        Assert.Throws<ArgumentException>(() => Recipe.Arrange("r", new RecipeStep("a") { DependsOn = ["b"] }));

    [Fact]
    public void Both_have_the_same_fruits() =>
        Assert.Equal(Fruits(Recipe.FruitSalad), Fruits(Recipe.FruitSaladSequential));

    [Fact]
    public void A_shuffle_keeps_the_fruits_and_numbers_them_anew()
    {
        for (int seed = 0; seed < 1000; seed++)
        {
            Recipe shuffled = Recipe.FruitSalad.Shuffle(seed);

            Assert.Equal(Enumerable.Range(0, 11), shuffled.Tasks.Select(task => task.Id));
            Assert.Equal(Fruits(Recipe.FruitSalad), Fruits(shuffled));
        }
    }

    /// <summary>A seed that somebody wrote down must mean the same salad in every version.</summary>
    [Fact]
    public void A_seed_means_the_same_order_for_ever() => Assert.Equal(
        "pastèque 4, poire 2, pêche 3, poire 2, banane 2, cerise 1, cerise 1, banane 2, pomme 3, pêche 3, pomme 3",
        Text(Recipe.FruitSalad.Shuffle(1)));

    [Fact]
    public void An_empty_recipe_takes_no_time() => Assert.Equal(TimeSpan.Zero, Recipe.Of("nothing").LongestDuration);

    private static string Text(Recipe recipe) =>
        string.Join(", ", recipe.Tasks.Select(task => $"{task.Name} {task.Duration.TotalSeconds:0}"));

    private static IEnumerable<string> Fruits(Recipe recipe) => Text(recipe).Split(", ").Order();
}
