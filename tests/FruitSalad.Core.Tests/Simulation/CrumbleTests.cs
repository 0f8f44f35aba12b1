using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Tests;

namespace FruitSalad.Core.Tests.Simulation;

/// <summary>Tasks that depend on others, under virtual time. The benchmark `recipes` does the same for 100,000 seeds.</summary>
public class CrumbleTests
{
    [Fact]
    public void No_step_is_begun_before_its_parts_whoever_crashes() => Assert.All(
        Enumerable.Range(0, 1000), seed => Assert.Null(CrumbleSeeds.FaultOf(Simulator.Run(CrumbleSeeds.PlanOf(seed)))));

    [Fact]
    public void A_step_that_is_begun_too_early_is_found()
    {
        SimulationPlan plan = CrumbleSeeds.PlanOf(1) with { Rules = new Impatient(), Checked = false };

        Assert.Contains("before its part", CrumbleSeeds.FaultOf(Simulator.Run(plan)), StringComparison.Ordinal);
    }

    /// <summary>By hand: 19 s of work; from four workers on the longest chain, dough - apples on it - flour, alone counts.</summary>
    [Theory]
    [InlineData(1, 19)]
    [InlineData(2, 11)]
    [InlineData(3, 10)]
    [InlineData(4, 8)]
    public void Without_crashes_it_takes_what_the_oracle_says(int workers, double seconds) =>
        Assert.All(Enumerable.Range(0, 20), seed =>
        {
            SimulationResult run = Make(Recipe.AppleCrumble, workers, seed);

            Assert.Empty(run.Violations);
            Assert.Equal(TimeSpan.FromSeconds(seconds), run.Makespan);
            Assert.Equal(run.Makespan, run.Oracle);
        });

    /// <summary>With durations in ms, of which hardly two sums are the same: who is first among equals is nobody's promise.</summary>
    [Fact]
    public void Any_recipe_takes_what_the_oracle_says()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new SeededRandom(seed, stream: 3);
            RecipeStep[] steps = [.. Enumerable.Range(0, 1 + random.Next(12)).Select(place => new RecipeStep($"{place}", random.Next(10_000) / 1000.0)
            {
                DependsOn = [.. Enumerable.Range(0, place).Where(_ => random.Chance(0.25)).Select(needed => $"{needed}")],
            })];
            int workers = 1 + random.Next(4);

            SimulationResult run = Make(Recipe.Arrange("random", steps), workers, seed);

            Assert.True(run.Violations.Count == 0 && run.Makespan == run.Oracle, $"seed {seed}: {run.Makespan} for {run.Oracle}");
        }
    }

    private static SimulationResult Make(Recipe recipe, int workers, long seed) => Simulator.Run(new SimulationPlan
    {
        Recipe = recipe,
        Shuffled = false,
        Seed = seed,
        Workers = [.. Enumerable.Repeat(WorkerPlan.Healthy, workers)],
        ExpectWorkers = workers,
    });

    /// <summary>Takes the first part of a task for all of them.</summary>
    private sealed class Impatient : RuleBook
    {
        public override TaskRow Unblock(in TaskRow row, TimeSpan now) => base.Unblock(row, now) with
        {
            State = row.State == TaskState.Blocked ? TaskState.Ready : row.State,
        };
    }
}
