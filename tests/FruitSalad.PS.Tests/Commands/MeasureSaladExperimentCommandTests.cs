using FruitSalad.Simulation;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

public sealed class MeasureSaladExperimentCommandTests : EngineTests
{
    private const string Sweep = "Invoke-SaladExperiment -Simulate -Healthy 1 -CrashProbability 0.5 -MaxAttempts 0 ";

    [Fact]
    public void Without_a_sweep_all_salads_are_one_row()
    {
        var row = Assert.Single(Run<ExperimentSummary>("$runs = " + Sweep + "-Seed (1..50); $runs | Measure-SaladExperiment"));
        var runs = Run<ExperimentRun>("$runs");

        Assert.Equal(("", 50, 1.0, 1.0), (row.Case, row.Salads, row.Completed.Value, row.Completed.High));
        Assert.InRange(row.Completed.Low, 0.92, 0.95);
        Assert.Equal(runs.Average(run => run.Makespan!.Value), row.Makespan.Value, 9);
        Assert.Equal(runs.Average(run => run.WastedWork), row.WastedWork.Value, 9);
        Assert.InRange(row.Makespan.Low, 0, row.Makespan.Value - 0.01);
        Assert.Equal(0, row.Violations);
    }

    [Fact]
    public void A_sweep_makes_every_seed_in_every_combination_and_one_row_of_each()
    {
        Run("$runs = " + Sweep + "-Vary @{ Workers = 2, 3; LeaseSeconds = 5, 10, 20 } -Seed (1..4)");
        var rows = Run<ExperimentSummary>("$runs | Measure-SaladExperiment");

        Assert.Equal(24, Run<ExperimentRun>("$runs").Count);
        Assert.Equal(
            ["LeaseSeconds 5, Workers 2", "LeaseSeconds 5, Workers 3", "LeaseSeconds 10, Workers 2", "LeaseSeconds 10, Workers 3",
                "LeaseSeconds 20, Workers 2", "LeaseSeconds 20, Workers 3"],
            rows.Select(row => row.Case));
        Assert.All(rows, row => Assert.Equal(4, row.Salads));
        Assert.Equal(["3"], Run("($runs | Measure-SaladExperiment)[1].Workers").Select(value => value.ToString()));
        Assert.Equal(
            Run<ExperimentRun>(Sweep + "-Workers 3 -LeaseSeconds 10 -Seed 2")[0].Makespan,
            Run<ExperimentRun>("$runs | Where-Object { $_.Workers -eq 3 -and $_.LeaseSeconds -eq 10 -and $_.Seed -eq 2 }")[0].Makespan);
    }

    [Fact]
    public void A_varied_salads_replay_says_its_values() => Assert.Equal(
        "Invoke-SaladExperiment -Simulate -CrashProbability 0.5 -Healthy 1 -MaxAttempts 0 -NoRenewal -Preset Timeout -Seed 9",
        Run<ExperimentRun>(Sweep + "-Vary ([ordered] @{ Preset = 'Timeout'; NoRenewal = $true }) -Seed 9")[0].Replay);

    [Theory]
    [InlineData("@{ Leese = 1 }")]
    [InlineData("@{ Seed = 1, 2 }")]
    [InlineData("@{ Healthy = 1, 2 }")]
    [InlineData("@{ Workers = 'many' }")]
    [InlineData("@{ Workers = 0 }")]
    [InlineData("@{ Workers = @() }")]
    [InlineData("@{ Order = 'Sorted' }")]
    public void What_cannot_vary_is_one_error(string sweep) =>
        Assert.Equal(nameof(Strings.VaryUnfit), Fail(Sweep + "-Vary " + sweep));
}
