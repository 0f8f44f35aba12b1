using FruitSalad.Faults;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Simulation;

/// <summary>All plans that are a step smaller than one, the largest steps first.</summary>
internal static class SmallerPlans
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    /// <summary>A fault less: of the channel, the master, or a worker.</summary>
    public static IEnumerable<SimulationPlan> WithFewerFaults(SimulationPlan plan) =>
    [
        .. Changed(plan.Channel, Calmer(plan.Channel)).Select(channel => plan with { Channel = channel }),
        .. Without(plan.Faults.Outages, 1).Select(some => plan with { Faults = plan.Faults with { Outages = some } }),
        .. plan.Masters > 1 ? [plan with { Masters = plan.Masters - 1 }] : Array.Empty<SimulationPlan>(),
        .. Without(plan.Faults.OwnerActs, 1).Select(some => plan with { Faults = plan.Faults with { OwnerActs = some } }),
        .. Changed(plan, [plan with { KeepOpen = false }, plan with { ExpectWorkers = 0 }, plan with { Offspring = 0 }, plan with { SameMachine = true }]),
        .. Enumerable.Range(0, plan.Workers.Count).SelectMany(place =>
            Changed(plan.Workers[place], Healthier(plan.Workers[place])).Select(worker => plan with
            {
                Workers = [.. plan.Workers.Select((other, at) => at == place ? worker : other)],
            })),
    ];

    /// <summary>Fewer workers, but one at least.</summary>
    public static IEnumerable<SimulationPlan> WithFewerWorkers(SimulationPlan plan) =>
        from places in Places(plan.Workers.Count)
        where places.Length > 0
        select plan with
        {
            Workers = [.. places.Select(place => plan.Workers[place])],
            ExpectWorkers = Math.Min(plan.ExpectWorkers, places.Length),
            Channel = plan.Channel with { Partitions = [.. plan.Channel.Partitions.Select(cut => Renumbered(cut, places))] },
        };

    /// <summary>Fewer tasks, or fewer dependencies between them.</summary>
    public static IEnumerable<SimulationPlan> WithFewerTasks(SimulationPlan plan)
    {
        IReadOnlyList<SaladTask> tasks = plan.Recipe.Tasks;
        IEnumerable<SaladTask[]> fewer = Places(tasks.Count).Select(ids => Array.ConvertAll(ids, id => tasks[id] with
        {
            Id = Array.IndexOf(ids, id),
            DependsOn = [.. tasks[id].DependsOn.Select(needed => Array.IndexOf(ids, needed)).Where(place => place >= 0)],
        }));
        IEnumerable<SaladTask[]> looser = tasks.Where(task => task.DependsOn.Count > 0)
            .Select(task => Replaced(tasks, task with { DependsOn = [] }))
            .Concat(tasks.Where(task => !task.Options.IsNone)
                .Select(task => Replaced(tasks, task with { Options = TaskOptions.None })));
        return fewer.Concat(looser).Select(some => plan with { Recipe = plan.Recipe with { Tasks = some } });
    }

    /// <summary>Tasks of a second, where they took longer.</summary>
    public static IEnumerable<SimulationPlan> WithShorterTasks(SimulationPlan plan)
    {
        IReadOnlyList<SaladTask> tasks = plan.Recipe.Tasks;
        SaladTask[] longer = [.. tasks.Where(task => task.Duration > Short)];
        IEnumerable<SaladTask[]> shorter = longer.Select(task => Replaced(tasks, task with { Duration = Short }));
        return (longer.Length > 1 ? shorter.Prepend([.. tasks.Select(task => task with { Duration = Short })]) : shorter)
            .Select(some => plan with { Recipe = plan.Recipe with { Tasks = some } });
    }

    private static ChannelPlan[] Calmer(ChannelPlan channel) =>
    [
        ChannelPlan.Perfect,
        .. Calmer(channel.ToMaster).Select(way => channel with { ToMaster = way }),
        .. Calmer(channel.ToWorker).Select(way => channel with { ToWorker = way }),
        .. Without(channel.Partitions, 1).Select(cuts => channel with { Partitions = cuts }),
    ];

    private static OneWayPlan[] Calmer(OneWayPlan way) =>
    [
        OneWayPlan.Perfect,
        way with { Loss = 0 },
        way with { Duplication = 0 },
        way with { Reordering = 0 },
        way with { Corruption = 0 },
        way with { Bandwidth = null },
        way with { Delay = Delay.None },
    ];

    private static WorkerPlan[] Healthier(WorkerPlan worker) =>
    [
        WorkerPlan.Healthy,
        worker with { Crash = worker.Crash with { Probability = 0 } },
        worker with { Crash = worker.Crash with { Point = default } },
        worker with { Crash = worker.Crash with { Kind = default } },
        worker with { Crash = worker.Crash with { Slowness = 1 } },
        worker with { Prefetch = 1 },
        worker with { JoinsAt = TimeSpan.Zero },
        worker with { LeavesAt = null },
        worker with { RespawnsAfter = null },
        worker with { Failure = 0 },
        worker with { Lie = 0 },
        worker with { Confusion = 0 },
    ];

    /// <summary>What is not the same as before: a crash that never happens has a place, too.</summary>
    private static IEnumerable<T> Changed<T>(T before, IEnumerable<T> after) where T : notnull =>
        after.Where(other => !other.Equals(before));

    /// <summary>Which of so many stay: all but the first half, all but the second, then but a quarter..., but one.</summary>
    private static IEnumerable<int[]> Places(int count)
    {
        for (int size = count / 2; size > 0; size /= 2)
        {
            foreach (IReadOnlyList<int> rest in Without([.. Enumerable.Range(0, count)], size))
            {
                yield return [.. rest];
            }
        }
    }

    private static IEnumerable<IReadOnlyList<T>> Without<T>(IReadOnlyList<T> items, int size)
    {
        for (int from = 0; from < items.Count; from += size)
        {
            yield return [.. items.Take(from), .. items.Skip(from + size)];
        }
    }

    private static Partition Renumbered(Partition cut, int[] places) => cut.Workers is null ? cut : cut with
    {
        Workers = [.. cut.Workers.Select(place => Array.IndexOf(places, place)).Where(place => place >= 0)],
    };

    private static SaladTask[] Replaced(IReadOnlyList<SaladTask> tasks, SaladTask task) =>
        [.. tasks.Select(other => other.Id == task.Id ? task : other)];
}
