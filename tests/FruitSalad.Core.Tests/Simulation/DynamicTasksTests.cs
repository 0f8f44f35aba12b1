using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation;

/// <summary>Tasks that appear while the salad is made, under crashes and an imperfect channel.</summary>
public class DynamicTasksTests
{
    private static readonly SimulationPlan Plan = new()
    {
        Offspring = 0.3,
        Workers = [WorkerPlan.Mortal(0.2) with { RespawnsAfter = TimeSpan.FromSeconds(1) }, WorkerPlan.Healthy, WorkerPlan.Healthy],
        Channel = ChannelPlan.Both(new OneWayPlan { Loss = 0.05, Duplication = 0.1 }),
        Horizon = TimeSpan.FromHours(10),
    };

    [Fact]
    public void Every_task_that_came_with_an_accepted_result_is_done_once()
    {
        int born = 0;
        foreach (SimulationResult result in Simulator.Sweep(Plan with { KeepEvents = true }, Enumerable.Range(0, 300).Select(seed => (long)seed)))
        {
            Assert.True(result.Violations.Count == 0, $"Seed {result.Seed}: {string.Join(' ', result.Violations)}");
            Assert.Equal(SimulationEnd.Completed, result.EndReason);
            int added = result.Events.Count(e => e.Kind == EventKind.Added);
            Assert.Equal(added, result.Events.Count(e => e.Kind is EventKind.Accepted or EventKind.LateAccepted));
            born += added - 11;
        }

        Assert.True(born > 1000, $"{born} tasks were born.");
    }
}
