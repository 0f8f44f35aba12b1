using System.Text.Json;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Tasks;

public class RecipeOrderTests
{
    [Fact]
    public void Tasks_come_behind_those_that_they_need_and_else_stay_as_they_are_listed()
    {
        Recipe recipe = Arrange(Step("d", "a", "c"), Step("b"), Step("c", "e"), Step("a"), Step("e"));

        Assert.Equal(["b", "a", "e", "c", "d"], recipe.Tasks.Select(task => task.Name));
        Assert.Equal([0, 1, 2, 3, 4], recipe.Tasks.Select(task => task.Id));
        Assert.Equal([1, 3], recipe.Tasks[4].DependsOn);
        Assert.Equal([2], recipe.Tasks[3].DependsOn);
    }

    [Fact]
    public void What_is_independent_keeps_its_order_whatever_its_names()
    {
        string[] names = [.. Enumerable.Range(0, 200).Select(i => $"fruit {i * 37 % 200}")];

        Assert.Equal(names, Arrange([.. names.Select(name => Step(name))]).Tasks.Select(task => task.Name));
    }

    [Fact]
    public void An_id_goes_before_a_name_and_neither_minds_its_case()
    {
        Recipe recipe = Arrange(Step("apple"), Step("pear") with { Id = "Apple" }, Step("tart", "APPLE"), Step("cake", "PEAR", "apple"));

        Assert.Equal([1], recipe.Tasks[2].DependsOn);
        Assert.Equal([1], recipe.Tasks[3].DependsOn);
    }

    [Fact]
    public void Durations_and_payloads_are_kept()
    {
        SaladTask task = Arrange(new RecipeStep("kiwi", 8.884) { Payload = JsonSerializer.SerializeToElement(new[] { 1, 2 }) }).Tasks[0];

        Assert.Equal((TimeSpan.FromMilliseconds(8884), "[1,2]"), (task.Duration, task.Payload));
    }

    public static TheoryData<RecipeStep[], RecipeFault> Unfit => new()
    {
        { [Step("a"), Step(" ")], new(RecipeFaultKind.NameMissing, 1, "") },
        { [Step("a") with { Seconds = -1 }], new(RecipeFaultKind.DurationAbsurd, 0, "-1") },
        { [Step("a") with { Seconds = double.NaN }], new(RecipeFaultKind.DurationAbsurd, 0, "NaN") },
        { [Step("a") with { Seconds = 1e6 + 1 }], new(RecipeFaultKind.DurationAbsurd, 0, "1000001") },
        { [Step("a"), Step("b") with { DelaySeconds = -1 }], new(RecipeFaultKind.OptionAbsurd, 1, "DelaySeconds = -1") },
        { [Step("a") with { DelaySeconds = double.NaN }], new(RecipeFaultKind.OptionAbsurd, 0, "DelaySeconds = NaN") },
        { [Step("a") with { RunLimitSeconds = 2e6 }], new(RecipeFaultKind.OptionAbsurd, 0, "RunLimitSeconds = 2000000") },
        { [Step("a") with { MaxAttempts = -3 }], new(RecipeFaultKind.OptionAbsurd, 0, "MaxAttempts = -3") },
        { [Step("a") with { Label = ["gpu", ""] }], new(RecipeFaultKind.OptionAbsurd, 0, "Label = gpu, ") },
        { [Step("a") with { Id = "x" }, Step("b") with { Id = "X" }], new(RecipeFaultKind.IdTwice, 1, "X") },
        { [Step("a"), Step("b", "c")], new(RecipeFaultKind.DependencyUnknown, 1, "c") },
        { [Step("a"), Step("a"), Step("b", "a")], new(RecipeFaultKind.DependencyAmbiguous, 2, "a") },
        { [Step("a", "a")], new(RecipeFaultKind.Cycle, 0, "a <- a") },
        { [Step("x"), Step("d", "a"), Step("a", "b", "x"), Step("b", "c"), Step("c", "a")], new(RecipeFaultKind.Cycle, 2, "a <- b <- c <- a") },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public void What_is_wrong_is_named(RecipeStep[] steps, RecipeFault expected)
    {
        Assert.Equal(expected, RecipeOrder.TryArrange("r", steps, out Recipe? recipe));
        Assert.Null(recipe);
    }

    [Fact]
    public void A_hundred_thousand_tasks_are_arranged_and_one_more_is_refused()
    {
        RecipeStep[] chain = [.. Enumerable.Range(0, RecipeOrder.MaxTasks).Select(i => Step($"{i}", $"{(i + 1) % RecipeOrder.MaxTasks}"))];

        RecipeFault? cycle = RecipeOrder.TryArrange("r", chain, out _);
        Assert.Equal(RecipeFaultKind.Cycle, cycle!.Kind);
        Assert.EndsWith("19 <- ... <- 0", cycle.Text, StringComparison.Ordinal);

        chain[^1] = chain[^1] with { DependsOn = [] };
        Assert.Null(RecipeOrder.TryArrange("r", chain, out Recipe? recipe));
        Assert.Equal(chain[^1].Name, recipe!.Tasks[0].Name);

        Assert.Equal(RecipeFaultKind.TooManyTasks, RecipeOrder.TryArrange("r", [.. chain, Step("more")], out _)!.Kind);
    }

    private static RecipeStep Step(string name, params string[] needs) => new(name, 1) { DependsOn = needs };

    private static Recipe Arrange(params RecipeStep[] steps)
    {
        Assert.Null(RecipeOrder.TryArrange("r", steps, out Recipe? recipe));
        return recipe!;
    }
}
