using FruitSalad.Contract;
using FruitSalad.Faults;
using FruitSalad.History;
using FruitSalad.Processes;
using FruitSalad.Rpc;
using FruitSalad.Simulation;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.PS;

/// <summary>
/// A plan carried out for real: a master in this process, and workers that are processes of their own; or peers.
/// </summary>
/// <param name="plan">What is made. Only what <see cref="Unfit"/> does not name.</param>
/// <param name="timeScale">What durations are multiplied with.</param>
/// <param name="command">Starts a worker process; null: workers are threads of this process.</param>
internal sealed partial class RealSalad(SimulationPlan plan, double timeScale, ChildCommand? command)
{
    /// <summary>How late a real master may be: timers of a busy machine.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <summary>How long the dismissed may take to leave, before they are killed.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    /// <summary>What the simulator's workers wait for an answer; scaled like everything else.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    /// <summary>What of a plan there is under virtual time alone; null: it can be carried out for real.</summary>
    public static string? Unfit(SimulationPlan plan) => plan switch
    {
        { Mutant: not Mutant.None } => nameof(plan.Mutant),
        { Masters: > 1 } => nameof(plan.Masters),
        { Offspring: > 0 } => nameof(plan.Offspring),
        { Faults: not { Outages.Count: 0, OwnerActs.Count: 0 } } => nameof(plan.Faults),
        { KeepOpen: true } => nameof(plan.KeepOpen),
        { KeepTrace: true } => nameof(plan.KeepTrace),
        { Channel: not { Partitions.Count: 0 } } => "Channel.Partition",
        { Policy.Strategy: Strategy.WorkStealing, Channel.IsPerfect: false } => nameof(plan.Channel),
        _ when plan.Workers.Any(worker => worker.Failure > 0) => "Workers.Failure",
        _ when plan.Workers.Any(worker => worker.Confusion > 0) => "Workers.Confusion",
        _ => null,
    };

    /// <summary>Makes the salad, and waits for its end or the plan's horizon.</summary>
    public Task<SimulationResult> MakeAsync(CancellationToken cancellation) =>
        plan.Policy.Strategy == Strategy.WorkStealing ? StealAsync(cancellation) : ServeAsync(cancellation);

    private async Task<SimulationResult> ServeAsync(CancellationToken cancellation)
    {
        using SaladMasterHandle master = StartMaster();
        Session.Own(master);
        await using ChannelHost? channel = StartChannel(master);
        var workers = new List<SaladWorker>();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            SaladMasterHandle door = channel is null
                ? master
                : master.Through(new MasterAddress("127.0.0.1", channel.EndPoint.Port));
            Task[] staff = [.. plan.Workers.Select(worker => EmployAsync(worker, door, workers, over.Token))];
            SaladStatus status = await AwaitEndAsync(master, cancellation).ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(staff).ConfigureAwait(false);
            await AwaitExitsAsync(workers, status, cancellation).ConfigureAwait(false);
            IReadOnlyList<SaladEvent> events = await ReadEventsAsync(master, status, cancellation).ConfigureAwait(false);
            Dictionary<int, int> accepted = events.Where(e => e.Kind is EventKind.Accepted or EventKind.LateAccepted)
                .DistinctBy(e => e.TaskId).ToDictionary(e => e.TaskId, e => e.Attempt);
            var work = WorkAccount.Of(workers.SelectMany(worker => worker.Said), accepted);
            return Report(master, status, events) with
            {
                Executions = work.Executions,
                WastedWork = work.Wasted / timeScale,
                Messages = 2 * master.Host!.WorkerCalls,
            };
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            lock (workers)
            {
                // All at once, then wait for each: a killed process takes a moment to be gone.
                workers.ForEach(worker => worker.Kill());
                workers.ForEach(worker => worker.Dispose());
            }
        }
    }

    private SaladMasterHandle StartMaster()
    {
        var settings = new SaladSettings
        {
            Name = plan.Recipe.Name,
            Id = Guid.NewGuid(),
            Policy = plan.Policy.Scale(timeScale),
            TimeScale = timeScale,
            Seed = plan.Seed,

            // Processes take their time to start; under virtual time everybody who is there from the start is there at once.
            ExpectWorkers = Math.Max(plan.ExpectWorkers, plan.Workers.Count(worker => worker.JoinsAt == TimeSpan.Zero)),
        };
        Recipe recipe = plan.Shuffled ? plan.Recipe.Shuffle(plan.Seed) : plan.Recipe;
        return SaladMasterHandle.Of(MasterHost.Start(
            new MasterOptions { Port = 0, Keys = SaladKeys.Create() }, settings, [.. recipe.Tasks.Select(TaskInput.Of)],
            TimeProvider.System));
    }

    private ChannelHost? StartChannel(SaladMasterHandle master) => plan.Channel.IsPerfect
        ? null
        : ChannelHost.Start(
            master.Addresses[0], 0, SaladChannel.Scaled(plan.Channel, timeScale), plan.Seed, TimeProvider.System);

    /// <summary>A worker's time: it comes, and leaves or is killed when its plan says so.</summary>
    private async Task EmployAsync(
        WorkerPlan worker, SaladMasterHandle door, List<SaladWorker> workers, CancellationToken over)
    {
        try
        {
            await Task.Delay(worker.JoinsAt * timeScale, over).ConfigureAwait(false);
            SaladWorker local = Start(worker, door);
            lock (workers)
            {
                workers.Add(local);
            }

            if (worker.LeavesAt is { } leaves)
            {
                await Task.Delay((leaves - worker.JoinsAt) * timeScale, over).ConfigureAwait(false);
                local.Drain();
            }
            else if (worker.DiesAt is { } dies)
            {
                await Task.Delay((dies - worker.JoinsAt) * timeScale, over).ConfigureAwait(false);
                local.Kill();
            }
        }
        catch (OperationCanceledException)
        {
            // The salad was over sooner.
        }
    }

    private SaladWorker Start(WorkerPlan worker, SaladMasterHandle door) => new WorkerStarter(door, command)
    {
        Labels = worker.Labels,
        Lie = worker.Lie,
        Plan = worker.Crash,
        Prefetch = worker.Prefetch,
        Respawn = worker.RespawnsAfter is not null,
        RespawnAfter = (worker.RespawnsAfter ?? TimeSpan.Zero) * timeScale,
        CallTimeout = plan.Channel.IsPerfect ? CallTimeout : CallTimeout * timeScale,
    }.Start(null);

    /// <summary>The status at the salad's end, or at the horizon.</summary>
    private async Task<SaladStatus> AwaitEndAsync(SaladMasterHandle master, CancellationToken cancellation)
    {
        TimeSpan horizon = plan.Horizon * timeScale;
        long begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            TimeSpan left = horizon - TimeProvider.System.GetElapsedTime(begun);
            var query = new StatusQuery(Math.Clamp(left.TotalMilliseconds, 0, 10_000));
            SaladStatus status = await master.Calls.GetStatusAsync(query, cancellation).ConfigureAwait(false);
            if (status.State == SaladState.Ended || left <= TimeSpan.Zero)
            {
                return status;
            }
        }
    }

    /// <summary>Whoever is dismissed leaves by itself: what it still says belongs to the account.</summary>
    private static async Task AwaitExitsAsync(List<SaladWorker> workers, SaladStatus status, CancellationToken cancellation)
    {
        if (status.State != SaladState.Ended)
        {
            return;
        }

        Task[] exits;
        lock (workers)
        {
            exits = [.. workers.Where(worker => worker.State == SaladWorkerState.Running).Select(worker => worker.Exited!)];
        }

        await Task.WhenAny(Task.WhenAll(exits), Task.Delay(Farewell, cancellation)).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
    }

    private static async Task<IReadOnlyList<SaladEvent>> ReadEventsAsync(
        SaladMasterHandle master, SaladStatus status, CancellationToken cancellation)
    {
        var events = new List<SaladEvent>();
        for (long next = 0; next < status.Events;)
        {
            EventAnswer page = await master.Calls.GetEventsAsync(new EventQuery(next), cancellation).ConfigureAwait(false);
            events.AddRange(page.Events);
            next = page.Next;
        }

        return events;
    }

    /// <summary>What the history and the status say.</summary>
    private SimulationResult Report(SaladMasterHandle master, SaladStatus status, IReadOnlyList<SaladEvent> events)
    {
        var tally = new HistoryTally();
        foreach (SaladEvent e in events)
        {
            tally.Add(e.Kind, e.Detail);
        }

        bool ended = status.State == SaladState.Ended;
        var end = new HistoryEnd { At = TimeSpan.FromMilliseconds(status.ElapsedMs), Slack = Slack };
        return new SimulationResult
        {
            Seed = plan.Seed,
            Policy = status.Policy,
            Epoch = status.Epoch,
            EndReason = ended ? Enum.Parse<SimulationEnd>(status.EndReason.ToString()) : SimulationEnd.Stuck,
            Makespan = ended && status.MakespanMs > 0 ? Unscaled(status.MakespanMs) : null,
            Oracle = status.OracleMs is { } oracle ? Unscaled(oracle) : null,
            Requeues = tally.Requeues,
            LateResults = tally.LateResults,
            Unfinished = tally.Unfinished,
            Violations = HistoryChecker.Check(master.Host!.Master.Settings, events, end: end),
            Events = plan.KeepEvents ? events : [],
        };
    }

    private TimeSpan Unscaled(double ms) => TimeSpan.FromMilliseconds(ms / timeScale);
}
