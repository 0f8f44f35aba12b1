using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

public sealed class InvokeSaladCommandTests : EngineTests
{
    [Fact]
    public void One_line_makes_the_salad_and_leaves_nothing_behind()
    {
        var results = Run<SaladResult>("Invoke-Salad -InProcess -Workers 3 -TimeScale 0.01 -Seed 1");

        Assert.Equal(Enumerable.Range(0, 11), results.Select(result => result.Task));
        Assert.Empty(Session.Masters);
        Assert.Empty(Session.Workers);
        Assert.Contains(Shell.Streams.Information, line => line.ToString().Contains("[T-10]", StringComparison.Ordinal));
    }

    [Fact]
    public void One_cook_alone_does_one_fruit_after_the_other()
    {
        InCulture("en", () => Run("$r = Invoke-Salad FruitSaladSequential -Strategy Sequential -TimeScale 0.001"));

        string[] lines = [.. Shell.Streams.Information.Select(line => line.ToString())];
        string[] fruits = ["banane", "pêche", "banane", "cerise", "cerise", "poire", "pêche", "pomme", "poire", "pastèque", "pomme"];
        Assert.Equal(12, lines.Length);
        Assert.All(fruits.Zip(lines), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.Matches(@"ready.* \d+\.\d s", lines[^1]);
        Assert.Equal(fruits, Run<SaladResult>("$r").Select(result => result.Name));
    }

    [Fact]
    public void The_sequential_recipe_is_the_tutorials()
    {
        var recipe = Run<Recipe>("Get-SaladRecipe FruitSaladSequential")[0];

        Assert.Equal([2, 3, 2, 1, 1, 2, 3, 3, 2, 4, 3], recipe.Tasks.Select(task => task.Duration.TotalSeconds));
    }

    [Fact]
    public void With_replacements_it_survives_its_crashes() => Assert.Equal(
        11, Run("Invoke-Salad -InProcess -CrashProbability 0.1 -Respawn -TimeScale 0.01 -Seed 1").Count);

    [Fact]
    public void A_salad_that_is_not_served_is_an_error()
    {
        Assert.Empty(Try("Invoke-Salad -InProcess -CrashProbability 1 -TimeScale 0.001 -Preset Timeout"));

        Assert.Equal([nameof(Strings.SaladNotServed)], ErrorIds);
        Assert.Empty(Session.Masters);
    }

    [Fact]
    public void One_that_takes_too_long_is_an_error_and_is_ended()
    {
        Assert.Empty(Try("Invoke-Salad -InProcess -TimeoutSeconds 0.05"));

        Assert.Equal([nameof(Strings.SaladWaitTimeout)], ErrorIds);
        Assert.Empty(Session.Masters);
        Assert.Empty(Session.Workers);
    }

    [Fact]
    public async Task Stopping_ends_all_that_it_started()
    {
        await StopInTheMiddleAsync("Invoke-Salad -InProcess -TimeScale 100");

        Assert.Empty(Session.Masters);
        Assert.Empty(Session.Workers);
    }

    [Fact]
    public void Peers_without_a_master_make_it_and_nothing_stays_behind()
    {
        var results = Run<SaladResult>("Invoke-Salad -InProcess -Strategy WorkStealing -Workers 2 -TimeScale 0.01 -Seed 1");

        Assert.Equal(Enumerable.Range(0, 11), results.Select(result => result.Task));
        Assert.All(results, result => Assert.StartsWith("W-", result.Worker, StringComparison.Ordinal));
        Assert.Empty(Session.Masters);
        Assert.Empty(Session.Workers);
    }

    [Fact]
    public void When_all_peers_have_died_the_salad_is_not_served()
    {
        Assert.Empty(Try("Invoke-Salad -InProcess -Strategy WorkStealing -Workers 2 -TimeScale 0.01 -CrashProbability 1"));

        Assert.Equal([nameof(Strings.SaladNotServed)], ErrorIds);
        Assert.Empty(Session.Workers);
    }

    [Theory]
    [InlineData("-Recipe AppleCrumble", nameof(Strings.StealingNeedsIndependentTasks))]
    [InlineData("-Respawn", nameof(Strings.ParameterNeedsMaster))]
    [InlineData("-IncludeMaster", nameof(Strings.ParameterNeedsMaster))]
    [InlineData("-Replicas 3 -Quorum 2", nameof(Strings.ParameterNeedsMaster))]
    [InlineData("-Recipe (New-SaladTask a -Label gpu | New-SaladRecipe r)", nameof(Strings.StealingNeedsIndependentTasks))]
    public void Without_a_master_some_things_cannot_be(string parameters, string error)
    {
        Assert.Empty(Try($"Invoke-Salad -Strategy WorkStealing {parameters}"));

        Assert.Equal([error], ErrorIds);
    }

    [Fact]
    public void WhatIf_makes_nothing() => Assert.Empty(Run("Invoke-Salad -WhatIf"));
}
