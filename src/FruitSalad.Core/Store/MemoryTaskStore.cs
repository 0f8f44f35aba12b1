using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>
/// The store that keeps everything in memory, behind its one lock. Every operation completes synchronously.
/// </summary>
/// <remarks>
/// Inside the lock: no await, no log line, no callback, no I/O. Each operation first lets take effect what was due
/// before, then decides, then looks whether the salad has ended; the events are written as it goes.
/// </remarks>
public sealed partial class MemoryTaskStore : ITaskStore
{
    private readonly Lock _lock = new();
    private readonly List<TaskCell> _tasks = [];
    private readonly ToDoList _ready;
    private readonly DeadlineQueue _deadlines = new();
    private readonly EventRing _events;
    private readonly SaladPolicy _policy;
    private readonly RuleBook _rules;
    private TaskCounts _counts;
    private bool _closed;
    private bool _stopping;
    private EndReason _end;
    private int _round = 1;
    private TimeSpan? _startedAt;
    private TimeSpan? _endedAt;
    private TimeSpan _quietSince;
    private TimeSpan _now;
    private int _madeReady;
    private bool _wakeAll;

    /// <summary>A new salad.</summary>
    /// <param name="settings">What it is made with.</param>
    /// <param name="tasks">Its first tasks; they get the numbers from 0 on; dependencies before their dependants.</param>
    /// <param name="now">Since the salad's epoch.</param>
    /// <exception cref="ArgumentException">
    /// A task depends on one that does not come before it or asks for the impossible, or the policy contradicts itself.
    /// </exception>
    public MemoryTaskStore(SaladSettings settings, IReadOnlyList<NewTask> tasks, TimeSpan now = default)
        : this(settings, tasks, now, RuleBook.Standard)
    {
    }

    internal MemoryTaskStore(SaladSettings settings, IReadOnlyList<NewTask> tasks, TimeSpan now, RuleBook rules)
    {
        Settings = settings;
        _rules = rules;
        _policy = settings.Policy;
        if (_policy.Flaw is { } flaw)
        {
            throw new ArgumentException(flaw, nameof(settings));
        }

        _ready = new ToDoList(_policy.Order, rules);
        _events = new EventRing(settings.EventCapacity);
        _now = _quietSince = now;
        _tasks.EnsureCapacity(tasks.Count);
        if (FirstUnfit(tasks) is { } why)
        {
            throw new ArgumentException(why, nameof(tasks));
        }

        AddAll(tasks, now);
        if (IsStatic)
        {
            CutShares();
        }

        if (!settings.KeepOpen)
        {
            _closed = true;
            Record(EventKind.Closed, now);
        }

        EndIfOver(now);
    }

    /// <inheritdoc/>
    public SaladSettings Settings { get; }

    /// <inheritdoc/>
    public ValueTask<Effect> TickAsync(TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            return new(Finish(now));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Effect> CloseAsync(TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            if (!_closed)
            {
                _closed = true;
                Record(EventKind.Closed, now);
            }

            return new(Finish(now));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Effect> StopAsync(bool force, TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            if (_end == EndReason.None && (force || !_stopping))
            {
                _stopping = true;
                _wakeAll = true;
                Record(EventKind.Stopping, now, detail: force ? SaladEvent.Forced : null);
                if (_policy.IsReplicated)
                {
                    SpareAll(now);
                }

                if (force)
                {
                    End(EndReason.Stopped, now);
                }
            }

            return new(Finish(now));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Effect> RefuseAsync(WorkerId worker, string why, TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            _workersById.TryGetValue(worker, out WorkerRecord? record);
            Record(EventKind.Refused, now, worker: record, detail: why);
            return new(Finish(now));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>
    /// Time never goes back, though callers read the clock before they come to the lock; and whatever was due before
    /// takes effect first: leases and graces in the order of their deadlines.
    /// </summary>
    private void MoveTo(ref TimeSpan now)
    {
        _now = now = now > _now ? now : _now;
        while (_deadlines.TryTake(now, out Timed due))
        {
            if (due is TaskCell cell)
            {
                Ring(cell, now);
            }
            else if (due is WorkerRecord worker)
            {
                Lose(worker, now);
            }
            else
            {
                FreeShares();
            }
        }

        if (IdleAt() <= now)
        {
            End(EndReason.Idle, now);
        }
    }

    /// <summary>The end of every operation: is the work over, and what should others be told?</summary>
    private Effect Finish(TimeSpan now)
    {
        EndIfOver(now);
        var effect = new Effect(_madeReady, _wakeAll, NextDue(), _events.Next);
        _madeReady = 0;
        _wakeAll = false;
        return effect;
    }

    private TimeSpan? NextDue()
    {
        TimeSpan? lease = _deadlines.Next;
        TimeSpan? idle = IdleAt();
        return lease is null || idle < lease ? idle : lease;
    }

    private void EndIfOver(TimeSpan now)
    {
        if (_rules.Decide(_end, _counts, _closed, _stopping) is var reason and not EndReason.None)
        {
            End(reason, now);
        }
    }

    private void End(EndReason reason, TimeSpan now)
    {
        _end = reason;
        _endedAt = now;
        _wakeAll = true;
        Record(EventKind.Ended, now, detail: reason.ToString());
    }

    /// <summary>The policy, with what this task asks for.</summary>
    private SaladPolicy PolicyOf(TaskCell cell) => cell.Ties?.Policy ?? _policy;

    /// <summary>The deadline of a task has come: its lease ends, or its time has come.</summary>
    private void Ring(TaskCell cell, TimeSpan now)
    {
        if (cell.Row.Delayed)
        {
            Put(cell, _rules.ComeDue(cell.Row, now), now);
            Record(EventKind.Unblocked, now, cell);
            if (cell.Ballot is null)
            {
                Spread(cell, now);
            }
        }
        else if (cell.Row.State == TaskState.Ready)
        {
            Spare(cell, now);
        }
        else
        {
            Expire(cell, now);
        }
    }

    /// <summary>The one place where a row changes: counts, to-do list and deadline follow it.</summary>
    private void Put(TaskCell cell, in TaskRow row, TimeSpan now)
    {
        TaskRow before = cell.Row;
        cell.Row = row;
        if (before.State != row.State || before.Delayed != row.Delayed)
        {
            bool suspended = _counts.AreSuspended;
            Displace(cell, before, now);
            Place(cell, suspended, now);
        }

        if ((row.State == TaskState.Leased || row.Delayed) && !IsSummary(cell))
        {
            _deadlines.Set(cell, row.Deadline);
        }

        if (cell.Ballot is { } ballot)
        {
            Settle(ballot.Task, now);
        }
    }

    private void Displace(TaskCell cell, in TaskRow before, TimeSpan now)
    {
        if (before.State == TaskState.Ready && IsHandedOut(cell))
        {
            _ready.Remove(cell);
        }

        _deadlines.Remove(cell);
        bool wasAwaited = before.State == TaskState.Leased;
        if (cell.Ballot is { } ballot)
        {
            wasAwaited = ballot.Task.Row.State == TaskState.Done && before.IsLive && !cell.Row.IsLive;
            _counts.Surplus -= wasAwaited ? 1 : 0;
        }
        else
        {
            _counts.Leave(before.State, before.Delayed);
        }

        if (wasAwaited && _counts is { Leased: 0, Surplus: 0 })
        {
            BeginCountdown(now);
        }
    }

    private void Place(TaskCell cell, bool suspended, TimeSpan now)
    {
        if (cell.Ballot is null)
        {
            _counts.Enter(cell.Row.State, cell.Row.Delayed);
        }

        if (cell.Row.State == TaskState.Ready)
        {
            if (IsHandedOut(cell))
            {
                _ready.Add(cell);
                _madeReady++;

                // Not everybody may take it: whoever waits longest is perhaps not the one.
                _wakeAll |= cell.Ballot is not null || cell.Ties?.Lane is { Labels.Count: > 0 };
            }

            if (suspended)
            {
                BeginCountdown(now);
            }
        }
    }

    /// <summary>Whether it is the cell itself that workers get, not its replicas.</summary>
    private bool IsHandedOut(TaskCell cell) => !_policy.IsReplicated || cell.Ballot is not null;

    /// <summary>Whether its row only sums up those of its replicas.</summary>
    private static bool IsSummary(TaskCell cell) => cell.Vote is { Replicas.Count: > 0 };

    private void BeginCountdown(TimeSpan now) => _quietSince = _quietSince < now ? now : _quietSince;

    private void Record(
        EventKind kind, TimeSpan now, TaskCell? task = null, int attempt = 0, WorkerRecord? worker = null,
        TimeSpan? deadline = null, string? detail = null) =>
        _events.Append(new EventRecord(now, kind, task, attempt, worker, deadline ?? TimeSpan.MaxValue, detail));
}
