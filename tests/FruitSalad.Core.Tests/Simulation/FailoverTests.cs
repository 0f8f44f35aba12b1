using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation;

/// <summary>Several masters over one journal: any may fall, and the salad goes on.</summary>
public class FailoverTests
{
    private const int Plans = 1_500;

    [Fact]
    public void No_random_plan_with_falling_masters_breaks_a_promise()
    {
        int resumed = 0;
        int completed = 0;
        for (int seed = 0; seed < Plans; seed++)
        {
            SimulationResult result = Simulator.Run(FailoverPlan.Of(seed) with { KeepEvents = true });
            Assert.True(result.Violations.Count == 0, $"Seed {seed}: {string.Join(", ", result.Violations)}");
            resumed += result.Events.Count(e => e.Kind == EventKind.Resumed);
            completed += result.EndReason == SimulationEnd.Completed ? 1 : 0;
        }

        Assert.InRange(resumed, 20, int.MaxValue);
        Assert.InRange(completed, Plans / 4, Plans);
    }

    [Fact]
    public void Workers_go_on_with_the_next_master_and_keep_what_they_hold()
    {
        SimulationResult result = Simulator.Run(new SimulationPlan
        {
            Masters = 3,
            Seed = 1,
            KeepEvents = true,
            Faults = new FaultPlan
            {
                Outages =
                [
                    new MasterOutage(TimeSpan.FromSeconds(1.5), TimeSpan.FromHours(1)),
                    new MasterOutage(TimeSpan.FromSeconds(4.5), TimeSpan.FromHours(1)) { Master = 1 },
                ],
            },
        });

        Assert.Equal(SimulationEnd.Completed, result.EndReason);
        Assert.Empty(result.Violations);
        Assert.Equal((11, 0), (result.Executions, result.Requeues));
        Assert.Contains(result.Events, e => e.Kind == EventKind.WorkerReturned);
        Assert.True(result.Makespan < result.Oracle + TimeSpan.FromSeconds(1), $"{result.Makespan}");
    }

    [Fact]
    public void With_all_masters_down_for_a_while_the_leases_begin_anew_and_nothing_is_lost()
    {
        MasterOutage[] outages = [.. Enumerable.Range(0, 2).Select(
            master => new MasterOutage(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20)) { Master = master })];
        SimulationResult result = Simulator.Run(new SimulationPlan
        {
            Masters = 2, Seed = 2, KeepEvents = true, Faults = new FaultPlan { Outages = outages },
        });

        Assert.Equal((SimulationEnd.Completed, 11, 0), (result.EndReason, result.Executions, result.Requeues));
        Assert.Single(result.Events, e => e.Kind == EventKind.Resumed);
        Assert.Empty(result.Violations);
    }

    [Fact]
    public void The_same_plan_gives_the_same_events()
    {
        SimulationPlan plan = FailoverPlan.Of(5) with { KeepEvents = true };

        Assert.Equal(
            Simulator.Run(plan).Events.Select(e => $"{e.Time} {e.Kind} {e.TaskId} {e.Attempt} {e.Worker}"),
            Simulator.Run(plan).Events.Select(e => $"{e.Time} {e.Kind} {e.TaskId} {e.Attempt} {e.Worker}"));
    }
}
