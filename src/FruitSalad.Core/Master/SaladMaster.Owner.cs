using FruitSalad.Contract;
using FruitSalad.History;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Master;

public sealed partial class SaladMaster
{
    private const int MaxPageLength = 2 << 20;
    private (int Round, TimeSpan Oracle)? _oracle;

    /// <summary>Adds tasks: all of them or none.</summary>
    /// <returns>The new numbers; null: the salad is closed, and has not ended.</returns>
    /// <exception cref="ArgumentException">A task depends on one that does not come before it.</exception>
    public async ValueTask<Added?> AddAsync(string request, IReadOnlyList<NewTask> tasks, TimeSpan now)
    {
        (int? first, Effect effect) = await _store.AddAsync(request, tasks, now);
        await ActAsync(effect, now);
        return first is { } number ? new Added(number, tasks.Count) : null;
    }

    /// <summary>Keeps a value that tasks may name.</summary>
    /// <returns>False: the key stands for another value already.</returns>
    public async ValueTask<bool> ShareAsync(string key, JsonText value, TimeSpan now)
    {
        (bool kept, Effect effect) = await _store.ShareAsync(key, value.Text, now);
        await ActAsync(effect, now);
        return kept;
    }

    /// <summary>The value of a key; null: it was never shared.</summary>
    public async ValueTask<JsonText?> SharedAsync(string key) =>
        await _store.SharedAsync(key) is { } value ? new JsonText(value) : null;

    /// <summary>No more tasks will come.</summary>
    public async ValueTask CloseAsync(TimeSpan now) => await ActAsync(await _store.CloseAsync(now), now);

    /// <summary>Hands out nothing more, and ends when no lease is alive or at once.</summary>
    public async ValueTask StopAsync(bool force, TimeSpan now) => await ActAsync(await _store.StopAsync(force, now), now);

    /// <summary>Gives dead tasks new attempts; answers how many were dead.</summary>
    public async ValueTask<int> RestartAsync(IReadOnlyList<int> tasks, TimeSpan now)
    {
        (int restarted, Effect effect) = await _store.RestartAsync(tasks, now);
        await ActAsync(effect, now);
        return restarted;
    }

    /// <summary>Does without these tasks; answers how many were neither done nor dead.</summary>
    public async ValueTask<int> WithdrawAsync(IReadOnlyList<int> tasks, TimeSpan now)
    {
        (int withdrawn, Effect effect) = await _store.WithdrawAsync(tasks, now);
        await ActAsync(effect, now);
        return withdrawn;
    }

    /// <summary>The salad as it stands.</summary>
    /// <param name="epoch">The wall clock's time at the salad's epoch.</param>
    /// <param name="now">Since the epoch.</param>
    public async ValueTask<SaladStatus> StatusAsync(DateTimeOffset epoch, TimeSpan now)
    {
        SaladSnapshot salad = await _store.SnapshotAsync();
        TimeSpan until = salad.EndedAt ?? now;
        return new SaladStatus
        {
            Name = Settings.Name,
            Salad = Settings.Id,
            State = StateOf(salad),
            EndReason = salad.EndReason,
            Total = salad.Counts.Total,
            Ready = salad.Counts.Ready,
            Unplaced = salad.Unplaced,
            Blocked = salad.Counts.Blocked,
            Leased = salad.Counts.Leased,
            Done = salad.Counts.Done,
            Dead = salad.Counts.Dead,
            Round = salad.Round,
            Closed = salad.Closed,
            MakespanMs = (until - (salad.StartedAt ?? until)).TotalMilliseconds,
            ElapsedMs = until.TotalMilliseconds,
            OracleMs = (await OracleAsync(salad))?.TotalMilliseconds,
            TimeScale = Settings.TimeScale,
            Seed = Settings.Seed,
            Epoch = epoch,
            LeaseMs = Settings.Policy.Lease?.TotalMilliseconds,
            Policy = Settings.Policy,
            Events = salad.Events,
            Workers = [.. salad.Workers.Select(worker => Translate(worker, now))],
            Warnings = [.. Warnings(salad)],
        };
    }

    /// <summary>Tasks in the order of their numbers, a page at a time.</summary>
    public async ValueTask<TaskPage> TasksAsync(TaskQuery query, TimeSpan now)
    {
        IReadOnlyList<TaskSnapshot> tasks = await _store.TasksAsync(query.State, query.From, query.Max);
        return new TaskPage([.. tasks.Select(task => Translate(task, now))], NextPage(tasks, query.Max));
    }

    /// <summary>Accepted results in the order of the tasks' numbers, a page at a time. Reading consumes nothing.</summary>
    public async ValueTask<ResultPage> ResultsAsync(ResultQuery query)
    {
        IReadOnlyList<TaskSnapshot> tasks = await _store.TasksAsync(TaskState.Done, query.From, query.Max);
        int count = PageLength(tasks);
        return new ResultPage(
            [.. tasks.Take(count).Select(Result)],
            count < tasks.Count ? tasks[count].Task.Id : NextPage(tasks, query.Max));
    }

    private static ResultView Result(TaskSnapshot task) =>
        new(task.Task.Id, task.Task.Name, task.Attempt, new JsonText(task.Result ?? "null"), task.WorkerName)
        {
            Shared = task.Task.Shared,
        };

    /// <summary>Events from a number on, those that are there.</summary>
    public ValueTask<EventPage> EventsAsync(long since, int max) => _store.EventsAsync(since, max);

    /// <summary>How many results a page takes: it has to fit into a frame.</summary>
    private static int PageLength(IReadOnlyList<TaskSnapshot> tasks)
    {
        int count = 0;
        for (long length = 0; count < tasks.Count; count++)
        {
            length += tasks[count].Result?.Length ?? 0;
            if (count > 0 && length > MaxPageLength)
            {
                break;
            }
        }

        return count;
    }

    private static int? NextPage(IReadOnlyList<TaskSnapshot> tasks, int max) =>
        tasks.Count == max && max > 0 ? tasks[^1].Task.Id + 1 : null;

    private static SaladState StateOf(SaladSnapshot salad)
    {
        if (salad.EndReason != EndReason.None)
        {
            return SaladState.Ended;
        }

        return salad.StartedAt is null ? SaladState.Waiting : SaladState.Running;
    }

    private static TaskView Translate(TaskSnapshot task, TimeSpan now) => new(
        task.Task.Id, task.Task.Name, task.State, task.Task.Duration.TotalMilliseconds, task.Attempt)
    {
        Worker = task.WorkerName,
        LeaseMs = task.Deadline is { } deadline ? (deadline - now).TotalMilliseconds : null,
        Error = task.LastError,
        DependsOn = task.Task.DependsOn is { Count: > 0 } needed ? needed : null,
        BlockedBy = task.BlockedBy,
        DueMs = task.DueAt is { } due ? Math.Max(0, (due - now).TotalMilliseconds) : null,
        Priority = task.Task.Options.Priority is not 0 and var priority ? priority : null,
        Labels = task.Task.Options.Labels is { Count: > 0 } labels ? labels : null,
        Unplaced = task.Unplaced,
        Replicas = task.Replicas is { Count: > 0 } replicas ? [.. replicas.Select(Translate)] : null,
    };

    private static ReplicaView Translate(ReplicaSnapshot replica) =>
        new(replica.Number, replica.State, replica.Attempt, replica.WorkerName, replica.Agrees);

    private static WorkerView Translate(WorkerSnapshot worker, TimeSpan now) => new(
        worker.Id.Value, worker.Introduction.Name, worker.Introduction.ProcessId, worker.Introduction.Host,
        worker.State, worker.Held, worker.Accepted, Math.Max(0, (now - worker.LastSeen).TotalMilliseconds))
    {
        Disagreed = worker.Disagreed,
        Labels = worker.Introduction.Labels is { Count: > 0 } labels ? labels : null,
    };

    /// <summary>
    /// The tutorial's rule for a perfect channel: without renewal a lease lasts for the longest task and the messages
    /// about it.
    /// </summary>
    /// <param name="roundTrip">The longest way there and back, scaled.</param>
    /// <returns>The lease that would do; null: this one does.</returns>
    public TimeSpan? NeededLease(TimeSpan roundTrip) =>
        Settings.Policy is { Renewal: false, Lease: { } lease } && lease < _longest + roundTrip ? _longest + roundTrip : null;

    private IEnumerable<SaladWarning> Warnings(SaladSnapshot salad)
    {
        int present = salad.Workers.Count(worker => worker.State is WorkerState.Waiting or WorkerState.Working);
        if (present > 0 && present < Settings.Policy.Quorum && salad.EndReason == EndReason.None)
        {
            yield return SaladWarning.FewerWorkersThanQuorum;
        }

        if (salad.Unplaced > 0)
        {
            yield return SaladWarning.LabelsOfferedByNobody;
        }

        if (Settings.Policy.Lease is not { } lease)
        {
            yield break;
        }

        if (!Settings.Policy.Renewal && lease < _longest)
        {
            yield return SaladWarning.LeaseShorterThanWork;
        }

        if (Settings.TimeScale < 1 && lease < TimeSpan.FromMilliseconds(250))
        {
            yield return SaladWarning.LeaseBelowMachinePauses;
        }
    }

    /// <summary>
    /// The zero-overhead makespan, once a round at its end: what it depends on - who came, and when - is known then.
    /// </summary>
    private async ValueTask<TimeSpan?> OracleAsync(SaladSnapshot salad)
    {
        if (salad.EndedAt is null || salad.StartedAt is not { } start)
        {
            return null;
        }

        if (_oracle is { } known && known.Round == salad.Round)
        {
            return known.Oracle;
        }

        IReadOnlyList<TaskSnapshot> tasks = await _store.TasksAsync(null, 0, int.MaxValue);
        IEnumerable<TimeSpan> each = tasks.Select(task => task.Task.Duration * Settings.TimeScale);
        TimeSpan[] durations = [.. each.SelectMany(duration => Enumerable.Repeat(duration, Settings.Policy.Replicas))];
        IReadOnlyList<int>[]? dependsOn = null;
        if (tasks.Any(task => task.Task.DependsOn.Count > 0))
        {
            dependsOn = [.. tasks.Select(task => task.Task.DependsOn)];
        }
        else if (Settings.Policy.Order == TaskOrder.Lifo)
        {
            Array.Reverse(durations);
        }

        TimeSpan[] arrivals = [.. salad.Workers.Select(worker => worker.JoinedAt > start ? worker.JoinedAt - start : TimeSpan.Zero)];
        TimeSpan oracle = Settings.Policy.Strategy == Strategy.Static
            ? ShareRules.Makespan(durations, Settings.ExpectWorkers, Settings.Policy.ShareCut)
            : MakespanOracle.Makespan(durations, arrivals, dependsOn);
        _oracle = (salad.Round, oracle);
        return oracle;
    }
}
