using System.Text.Json;
using FruitSalad.Faults;
using FruitSalad.Simulation;

namespace FruitSalad.Core.Tests.Simulation;

/// <summary>Everything random follows from the seed: a run is repeated from its plan alone.</summary>
public class DeterminismTests
{
    private const int Plans = 200;

    [Fact]
    public void The_same_plan_and_seed_give_the_same_events_byte_for_byte()
    {
        for (int seed = 0; seed < Plans; seed++)
        {
            SimulationPlan plan = RandomPlan.Of(seed) with { KeepEvents = true };
            Assert.True(Text(Simulator.Run(plan)) == Text(Simulator.Run(plan)), $"Seed {seed} gave two different runs.");
        }
    }

    [Fact]
    public void Runs_on_several_threads_give_what_they_give_on_one()
    {
        SimulationPlan plan = new()
        {
            Workers =
            [
                WorkerPlan.Mortal() with { RespawnsAfter = TimeSpan.FromSeconds(1) }, WorkerPlan.Mortal(),
                WorkerPlan.Healthy,
            ],
            Channel = ChannelPlan.Both(new OneWayPlan
            {
                Delay = Delay.Exponential(TimeSpan.Zero, TimeSpan.FromSeconds(0.1)),
                Loss = 0.05,
            }),
            KeepEvents = true,
        };
        long[] seeds = [.. Enumerable.Range(1, Plans)];

        string[] alone = [.. Simulator.Sweep(plan, seeds).Select(Text)];
        string[] together = [.. Simulator.Sweep(plan, seeds, threads: 4).Select(Text)];

        Assert.Equal(alone, together);
    }

    [Fact]
    public void Another_seed_gives_another_run()
    {
        SimulationPlan plan = new() { KeepEvents = true };

        var runs = Simulator.Sweep(plan, [1, 2, 3, 4, 5]).Select(Text).ToHashSet();

        Assert.Equal(5, runs.Count);
    }

    /// <summary>All that came of a run, its events included.</summary>
    private static string Text(SimulationResult result) => JsonSerializer.Serialize(result);
}
