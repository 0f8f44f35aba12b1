using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Core.Tests.Simulation;

/// <summary>
/// A small salad under a random policy with random faults, all drawn from one number: a few tasks and workers, and some
/// of everything that can go wrong.
/// </summary>
internal sealed class RandomPlan
{
    private readonly SeededRandom _random;

    /// <summary>For what came later: the seeds that found something still draw the same rest.</summary>
    private readonly SeededRandom _later;

    private RandomPlan(long seed)
    {
        _random = new SeededRandom(seed, stream: 7);
        _later = new SeededRandom(seed, stream: 8);
    }

    public static SimulationPlan Of(long seed) => new RandomPlan(seed).Draw(seed);

    private SimulationPlan Draw(long seed)
    {
        bool dependent = Chance(0.3);
        var plan = new SimulationPlan
        {
            Seed = seed,
            Recipe = DrawRecipe(dependent),
            Shuffled = !dependent,
            Offspring = Chance(0.3) ? 0.3 : 0,
            Workers = [.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => DrawWorker())],
            Policy = DrawPolicy(),
            Channel = DrawChannel(),
            Faults = DrawFaults(),
            SameMachine = Chance(0.5),
            ExpectWorkers = Chance(0.1) ? 1 : 0,
            KeepOpen = Chance(0.1),
            Horizon = TimeSpan.FromMinutes(3),
        };

        // Rarely, since it knows neither dependencies nor labels, delays, replicas or new tasks.
        return Chance(0.9) ? plan : plan with
        {
            Recipe = plan.Recipe with
            {
                Tasks = [.. plan.Recipe.Tasks.Select(task => task with { DependsOn = [], Options = TaskOptions.None })],
            },
            Policy = plan.Policy with
            {
                Strategy = Strategy.Static,
                ShareCut = Chance(0.5) ? ShareCut.RoundRobin : ShareCut.LongestFirst,
                Replicas = 1,
                Quorum = 1,
            },
            ExpectWorkers = 1 + _random.Next(3),
            KeepOpen = false,
            Offspring = 0,
            Faults = plan.Faults with { OwnerActs = [.. plan.Faults.OwnerActs.Where(act => act.Act != OwnerAct.Add)] },
        };
    }

    private Recipe DrawRecipe(bool dependent)
    {
        int count = 1 + _random.Next(5);
        var tasks = new SaladTask[count];
        for (int id = 0; id < count; id++)
        {
            tasks[id] = new SaladTask(id, $"fruit {id}", Seconds(_random.Next(5)))
            {
                Options = Chance(0.7) ? TaskOptions.None : DrawOptions(),
                DependsOn = dependent ? [.. Enumerable.Range(0, id).Where(_ => Chance(0.5))] : [],
            };
        }

        return new Recipe("random", tasks);
    }

    private TaskOptions DrawOptions() => new()
    {
        Priority = _random.Next(3) - 1,
        Delay = Chance(0.3) ? Seconds(_random.Next(20)) : TimeSpan.Zero,
        RunLimit = Chance(0.3) ? Seconds(1 + _random.Next(6)) : null,
        MaxAttempts = Chance(0.3) ? _random.Next(3) : null,
        Labels = Chance(0.3) ? ["gpu"] : [],
    };

    private WorkerPlan DrawWorker() => Chance(0.2) ? WorkerPlan.Healthy with { Labels = ["gpu"] } : new WorkerPlan
    {
        Labels = Chance(0.5) ? ["gpu"] : [],
        Crash = new CrashPlan
        {
            Probability = Chance(0.6) ? _random.NextDouble() * 0.7 : 0,
            Point = (CrashPoint)_random.Next(5),
            Kind = (FailureKind)_random.Next(3),
            Slowness = Chance(0.2) ? 2 : 1,
        },
        Prefetch = 1 + (Chance(0.5) ? _random.Next(3) : 0),
        JoinsAt = Chance(0.2) ? Seconds(_random.Next(10)) : TimeSpan.Zero,
        LeavesAt = Chance(0.15) ? Seconds(_random.Next(10)) : null,
        RespawnsAfter = Chance(0.5) ? Seconds(_random.Next(3)) : null,
        Failure = Chance(0.3) ? 0.3 : 0,
        Lie = Chance(0.2) ? 0.5 : 0,
        Confusion = Chance(0.3) ? 0.3 : 0,
    };

    private SaladPolicy DrawPolicy()
    {
        SaladPolicy policy = DrawSinglePolicy();
        return policy.LateResult == LateResult.CreditHolder || Chance(0.7) ? policy : policy with
        {
            Replicas = 1 + _random.Next(3),
            Quorum = 1 + _random.Next(2),
            MaxReplicas = 3 + _random.Next(2),
        };
    }

    private SaladPolicy DrawSinglePolicy()
    {
        TimeSpan? lease = Chance(0.9) ? Seconds(1.5 + (_random.Next(8) * 0.5)) : null;
        return SaladPolicy.Robust with
        {
            Lease = lease,
            Renewal = lease is not null && Chance(0.5),
            LateResult = (LateResult)_random.Next(3),
            OnDisconnect = Chance(0.7) ? DisconnectPolicy.Requeue : DisconnectPolicy.Ignore,
            Order = Chance(0.7) ? TaskOrder.Fifo : TaskOrder.Lifo,
            MaxAttempts = Chance(0.7) ? 1 + _random.Next(4) : null,
            RetryDelay = Chance(0.3) ? Seconds(0.5 + _random.Next(3)) : TimeSpan.Zero,
            RunLimit = Chance(0.3) ? Seconds(1 + _random.Next(6)) : null,
            IdleLimit = Chance(0.9) ? Seconds(4 + _random.Next(27)) : null,
            Poll = Seconds(1 + _random.Next(3)),
            LongPoll = Chance(0.6) ? Seconds(1 + _random.Next(20)) : TimeSpan.Zero,
            LeaveWhenDrained = Chance(0.1),
        };
    }

    private ChannelPlan DrawChannel() => Chance(0.3) ? ChannelPlan.Perfect : new ChannelPlan
    {
        ToMaster = DrawWay(),
        ToWorker = DrawWay(),
        Partitions = Chance(0.2) ? [new Partition(Seconds(_random.Next(8)), Seconds(8 + _random.Next(8)), [0])] : [],
    };

    private OneWayPlan DrawWay() => new()
    {
        Delay = DrawDelay(),
        Loss = Chance(0.3) ? 0.1 : 0,
        Duplication = Chance(0.4) ? 0.2 : 0,
        Reordering = Chance(0.4) ? 0.3 : 0,
        Corruption = Chance(0.2) ? 0.1 : 0,
        Bandwidth = Chance(0.1) ? 1000 : null,
    };

    private Delay DrawDelay() => _random.Next(5) switch
    {
        0 => Delay.None,
        1 => Delay.Constant(Seconds(0.5)),
        2 => Delay.Uniform(Seconds(0), Seconds(2)),
        3 => Delay.Exponential(Seconds(0.01), Seconds(0.5)),
        _ => Delay.HeavyTailed(Seconds(0.05)),
    };

    private FaultPlan DrawFaults() => new()
    {
        Outages = Chance(0.15) ? [new MasterOutage(Seconds(_random.Next(10)), Seconds(_random.Next(6)))] : [],
        OwnerActs =
        [
            .. Chance(0.3)
                ? [(Seconds(_random.Next(15)), (OwnerAct)_random.Next(5)), (Seconds(_random.Next(60)), (OwnerAct)_random.Next(5))]
                : Array.Empty<(TimeSpan, OwnerAct)>(),
            .. DrawRare(OwnerAct.DismissFirst),
            .. DrawRare(OwnerAct.WithdrawHalf),
        ],
    };

    private (TimeSpan At, OwnerAct Act)[] DrawRare(OwnerAct act) =>
        _later.Chance(0.1) ? [(Seconds(_later.Next(15)), act)] : [];

    private bool Chance(double probability) => _random.Chance(probability);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
