using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation;

/// <summary>Static partitioning beside pull, with and without crashes.</summary>
public class StrategyTests
{
    private static readonly SimulationPlan Static = new()
    {
        Policy = SaladPolicy.Robust with { Strategy = Strategy.Static },
        ExpectWorkers = 3,
    };

    [Theory]
    [InlineData(ShareCut.RoundRobin)]
    [InlineData(ShareCut.LongestFirst)]
    public void Without_crashes_it_takes_as_long_as_the_longest_share(ShareCut cut)
    {
        foreach (SimulationResult result in Sweep(Static with { Policy = Static.Policy with { ShareCut = cut } }))
        {
            Assert.Equal((SimulationEnd.Completed, result.Oracle), (result.EndReason, result.Makespan));
            Assert.True(cut == ShareCut.RoundRobin || result.Makespan == TimeSpan.FromSeconds(9));
        }
    }

    [Fact]
    public void Without_a_lease_a_crash_costs_the_rest_of_a_share()
    {
        SimulationPlan plan = Static with
        {
            Policy = Static.Policy with { Lease = null },
            Workers = [WorkerPlan.Mortal(1), WorkerPlan.Healthy, WorkerPlan.Healthy],
            KeepEvents = true,
        };
        foreach (SimulationResult result in Sweep(plan))
        {
            Assert.Equal(SimulationEnd.Failed, result.EndReason);
            Assert.InRange(result.Events.Count(e => e.Kind == EventKind.Died), 3, 4);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_a_lease_it_is_recovered(bool renewal)
    {
        SimulationPlan plan = Static with
        {
            Policy = Static.Policy with { Renewal = renewal },
            Workers = [WorkerPlan.Mortal(1), WorkerPlan.Mortal(), WorkerPlan.Healthy],
            SameMachine = false,
        };
        Assert.All(Sweep(plan), result => Assert.Equal(SimulationEnd.Completed, result.EndReason));
    }

    private static IEnumerable<SimulationResult> Sweep(SimulationPlan plan)
    {
        foreach (SimulationResult result in Simulator.Sweep(plan, Enumerable.Range(0, 200).Select(seed => (long)seed)))
        {
            Assert.True(result.Violations.Count == 0, $"Seed {result.Seed}: {string.Join(' ', result.Violations)}");
            yield return result;
        }
    }
}
