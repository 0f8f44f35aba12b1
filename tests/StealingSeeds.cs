using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Simulation.Stealing;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Tests;

/// <summary>Salads without a master, by seed.</summary>
internal static class StealingSeeds
{
    private const int Large = 200;

    /// <summary>
    /// Eleven fruits, two to five peers, messages that take up to a second, and one peer that dies or hangs, at a moment or
    /// at a place in its loop that the seed chooses; its machine says so, or is gone as well.
    /// </summary>
    public static SimulationPlan OneCrash(long seed)
    {
        var random = new SeededRandom(seed, stream: 42);
        WorkerPlan[] workers = [.. Enumerable.Repeat(WorkerPlan.Healthy, 2 + random.Next(4))];
        workers[random.Next(workers.Length)] = random.Chance(0.3)
            ? new WorkerPlan { DiesAt = TimeSpan.FromSeconds(random.NextDouble() * 15) }
            : new WorkerPlan
            {
                Crash = new CrashPlan
                {
                    Probability = 0.3,
                    Point = (CrashPoint)random.Next(Enum.GetValues<CrashPoint>().Length),
                    Kind = random.Chance(0.5) ? FailureKind.Crash : FailureKind.Hang,
                },
            };
        return new SimulationPlan
        {
            Workers = workers,
            Seed = seed,
            Channel = ChannelPlan.Delayed(Delay.Uniform(TimeSpan.Zero, TimeSpan.FromSeconds(random.NextDouble()))),
            SameMachine = random.Chance(0.75),
        };
    }

    /// <summary>The same, over a channel that loses a tenth of all messages, sends some twice and mixes up others.</summary>
    public static SimulationPlan Lossy(long seed) => OneCrash(seed) with
    {
        Channel = ChannelPlan.Both(new OneWayPlan
        {
            Delay = Delay.Uniform(TimeSpan.Zero, TimeSpan.FromSeconds(0.5)),
            Loss = 0.1,
            Duplication = 0.05,
            Reordering = 0.1,
        }),
    };

    /// <summary>One crash and delays, where moreover a third of all work fails, and is tried until it does not.</summary>
    public static SimulationPlan Failing(long seed)
    {
        SimulationPlan plan = OneCrash(seed);
        return plan with
        {
            Workers = [.. plan.Workers.Select(worker => worker with { Failure = 1.0 / 3 })],
            Policy = plan.Policy with { MaxAttempts = null },
        };
    }

    /// <summary>200 tasks and four peers: how long they take where a master hands them out, and where all begin at one peer.</summary>
    public static (SimulationResult Pulled, SimulationResult Stolen) Skewed(long seed)
    {
        var random = new SeededRandom(seed, stream: 43);
        var plan = new SimulationPlan
        {
            Recipe = new Recipe("large", [.. Enumerable.Range(0, Large)
                .Select(id => new SaladTask(id, "fruit", TimeSpan.FromSeconds(1 + random.Next(4))))]),
            Workers = [.. Enumerable.Repeat(WorkerPlan.Healthy, 4)],
            Channel = ChannelPlan.Delayed(Delay.Constant(TimeSpan.FromMilliseconds(10))),
            Seed = seed,
        };
        return (Simulator.Run(plan), new StealingRun(plan, [[.. Enumerable.Range(0, Large)], [], [], []]).Run());
    }
}
