using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation;

/// <summary>A liar among the cooks: with a quorum no lie is accepted, and the liar is named, and nobody else.</summary>
public class LiarTests
{
    private static readonly SimulationPlan OneOfFour = new()
    {
        Workers = [WorkerPlan.Healthy with { Lie = 0.5 }, WorkerPlan.Healthy, WorkerPlan.Healthy, WorkerPlan.Healthy],
        Policy = SaladPolicy.Robust with { Replicas = 3, Quorum = 2 },
    };

    [Fact]
    public void Of_three_answers_two_equal_ones_are_accepted_and_the_third_is_compared()
    {
        int named = 0;
        const int Seeds = 500;
        for (long seed = 0; seed < Seeds; seed++)
        {
            SimulationResult result = Simulator.Run(OneOfFour with { Seed = seed });
            Assert.True(result.Violations.Count == 0, $"Seed {seed}: {string.Join(' ', result.Violations)}");
            Assert.Equal((SimulationEnd.Completed, 0), (result.EndReason, result.WrongResults));
            Assert.DoesNotContain(result.Named, place => place != 0);
            Assert.InRange(result.Executions, 33, 33 + 11);
            named += result.Named.Count;
        }

        Assert.InRange(named, Seeds * 99 / 100, Seeds);
    }

    [Fact]
    public void Without_a_quorum_lies_are_accepted()
    {
        SimulationResult[] results = [.. Simulator.Sweep(OneOfFour with { Policy = SaladPolicy.Robust }, [1, 2, 3, 4, 5])];

        Assert.Contains(results, result => result.WrongResults > 0);
        Assert.All(results, result => Assert.Empty(result.Named));
    }

    [Fact]
    public void Crashes_among_lies_cost_time_and_nothing_else()
    {
        SimulationPlan plan = OneOfFour with
        {
            Workers = [.. OneOfFour.Workers, WorkerPlan.Mortal(0.3) with { RespawnsAfter = TimeSpan.FromSeconds(1) }],
        };
        for (long seed = 0; seed < 300; seed++)
        {
            SimulationResult result = Simulator.Run(plan with { Seed = seed });
            Assert.True(result.Violations.Count == 0, $"Seed {seed}: {string.Join(' ', result.Violations)}");
            Assert.Equal(0, result.WrongResults);
        }
    }
}
