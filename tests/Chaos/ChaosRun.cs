using FruitSalad.Contract;
using FruitSalad.History;
using FruitSalad.Journal;
using FruitSalad.Store;
using FruitSalad.Stores;
using FruitSalad.Tasks;

namespace FruitSalad.Chaos;

/// <summary>
/// Several masters, many workers, and somebody who kills one of them again and again; then the whole history is checked.
/// Tasks are short and never run out, so that every living worker is heard of all the time.
/// </summary>
internal static class ChaosRun
{
    private const int Witnesses = 2;
    private static readonly TimeSpan EndBound = TimeSpan.FromMinutes(2);

    public static async Task<ChaosReport> RunAsync(ChaosPlan plan)
    {
        var settings = new SaladSettings
        {
            Id = Guid.NewGuid(),
            Name = "chaos",
            Policy = SaladPolicy.Robust with { IdleLimit = null },
            KeepOpen = true,
        };
        SaladStatus end;
        var kills = new List<TimeSpan>();
        var outages = new List<(TimeSpan From, TimeSpan To)>();
        int workerKills = 0;
        List<Witness> witnesses;
        IReadOnlyList<AcknowledgedAddition> additions;
        IReadOnlyList<(TimeSpan From, TimeSpan To)> masterless;
        await using (ChaosProcesses processes = await ChaosProcesses.StartAsync(plan, settings))
        {
            Func<TimeSpan> clock = processes.Clock = await ReadClockAsync(plan.Store);
            witnesses = [.. Enumerable.Range(0, Witnesses).Select(n => new Witness($"witness-{n}", processes.Addresses, processes.Keys.Worker))];
            Task witnessing = Task.WhenAll(witnesses.Select(witness => Task.Run(witness.WorkAsync)));
            using var owner = new ChaosOwner(processes.Addresses, processes.Keys.Owner);
            using var over = new CancellationTokenSource();
            Task feeding = owner.FeedAsync(over.Token);
            await owner.GatherAsync(plan.Workers + Witnesses).WaitAsync(EndBound);
            Task leaving = LeaveAsync(plan, clock, outages);
            workerKills = await KillAsync(plan, processes, clock, kills);
            await leaving;
            await over.CancelAsync();
            await feeding;
            await processes.SettleAsync();
            end = await owner.FinishAsync(EndBound);
            if (end.State == SaladState.Ended)
            {
                await witnessing.WaitAsync(EndBound);
            }

            additions = owner.Additions;
            masterless = processes.Masterless;
        }

        return await CheckAsync(plan.Store, new ChaosMemory(
            kills, outages, masterless, workerKills, end, [.. witnesses.SelectMany(witness => witness.Results)], additions));
    }

    /// <summary>Kills one after the other, at random; answers how many workers.</summary>
    private static async Task<int> KillAsync(ChaosPlan plan, ChaosProcesses processes, Func<TimeSpan> clock, List<TimeSpan> kills)
    {
        var random = new Random(plan.Seed);
        using var timer = new PeriodicTimer(plan.KillEvery);
        int workers = 0;
        for (TimeSpan passed = default; passed < plan.Length; passed += plan.KillEvery)
        {
            await timer.WaitForNextTickAsync();
            int victim = random.Next(plan.Masters + plan.Workers);
            if (victim >= plan.Masters)
            {
                processes.KillWorker(victim - plan.Masters);
                workers++;
            }
            else
            {
                TimeSpan now = clock();
                if (processes.KillMaster(victim))
                {
                    kills.Add(now);
                }
            }
        }

        return workers;
    }

    /// <summary>Takes the store away now and then.</summary>
    private static async Task LeaveAsync(ChaosPlan plan, Func<TimeSpan> clock, List<(TimeSpan From, TimeSpan To)> outages)
    {
        TimeSpan until = clock() + plan.Length - plan.OutageEvery;
        while (plan.Outage is not null && clock() < until)
        {
            await Task.Delay(plan.OutageEvery);
            TimeSpan from = clock();
            await plan.Outage();
            outages.Add((from, clock()));
        }
    }

    /// <summary>The salad's clock, as read once and counted on from there.</summary>
    private static async Task<Func<TimeSpan>> ReadClockAsync(SaladStore store)
    {
        await using KeptSalad kept = await store.OpenAsync();
        JournaledTaskStore salad = await JournaledTaskStore.OpenAsync(kept.Journal, TimeProvider.System);
        await salad.SnapshotAsync();
        TimeSpan then = salad.Now;
        long mark = TimeProvider.System.GetTimestamp();
        return () => then + TimeProvider.System.GetElapsedTime(mark);
    }

    private static async Task<ChaosReport> CheckAsync(SaladStore store, ChaosMemory memory)
    {
        await using KeptSalad kept = await store.OpenAsync();
        JournaledTaskStore salad = await JournaledTaskStore.OpenAsync(
            kept.Journal, TimeProvider.System, new JournaledStoreOptions { AllEvents = true });
        IReadOnlyList<SaladEvent> events = (await salad.EventsAsync(0, int.MaxValue)).Events;
        IReadOnlyList<TaskSnapshot> tasks = await salad.TasksAsync(null, 0, int.MaxValue);
        SaladSnapshot snapshot = await salad.SnapshotAsync();
        var checker = new HistoryChecker(salad.Settings);
        foreach (SaladEvent e in events)
        {
            checker.Observe(e);
        }

        checker.CheckState(snapshot);
        checker.CheckState(tasks);
        checker.CheckResults(memory.Results, tasks);
        checker.CheckAdditions(memory.Additions);
        checker.Finish();
        return new ChaosReport
        {
            MasterKills = memory.MasterKills.Count,
            WorkerKills = memory.WorkerKills,
            Outages = memory.Outages.Count,
            Masterless = memory.Masterless.Count,
            End = memory.End.EndReason,
            Tasks = tasks.Count,
            Done = tasks.Count(task => task.State == TaskState.Done),
            Twice = events.Where(e => e.Kind is EventKind.Accepted or EventKind.LateAccepted).CountBy(e => e.TaskId).Count(task => task.Value > 1),
            Acknowledged = memory.Results.Count(result => result.Counts),
            Events = events.CountBy(e => e.Kind).OrderBy(e => e.Key).ToDictionary(),
            Violations = checker.Violations,
            Recoveries = Recoveries.Of(events, memory),
        };
    }
}
