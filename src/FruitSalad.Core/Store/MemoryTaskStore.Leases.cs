using FruitSalad.Tasks;

namespace FruitSalad.Store;

public sealed partial class MemoryTaskStore
{
    /// <inheritdoc/>
    public ValueTask<Transition<RenewOutcome>> RenewAsync(WorkerId worker, IReadOnlyList<HeldTask> held, TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            WorkerRecord? holder = Hear(worker, now);
            List<HeldTask>? lost = null;
            foreach (HeldTask lease in held)
            {
                if (!Renew(worker, holder, lease, now))
                {
                    (lost ??= []).Add(lease);
                }
            }

            bool drain = _stopping || holder is { IsDismissed: true };
            return new(new Transition<RenewOutcome>(new RenewOutcome(lost?.ToArray() ?? [], drain), Finish(now)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Transition<LeaseOutcome>> FailAsync(WorkerId worker, HeldTask held, string error, TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            WorkerRecord? holder = Hear(worker, now);
            LeaseOutcome outcome = holder is not null && Find(held) is { } cell
                ? Fail(cell, holder, held.Attempt, error, now)
                : LeaseOutcome.NotHeld;
            return new(new Transition<LeaseOutcome>(outcome, Finish(now)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Effect> ReleaseAsync(WorkerId worker, IReadOnlyList<HeldTask> held, TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            WorkerRecord? holder = Hear(worker, now);
            foreach (HeldTask lease in held)
            {
                if (Find(lease) is { } cell
                    && _rules.Release(cell.Row, worker, lease.Attempt, now, PolicyOf(cell)) is { Outcome: not LeaseOutcome.NotHeld } decision)
                {
                    GiveBack(cell, decision, holder!, EventKind.Released, now);
                }
            }

            return new(Finish(now));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Transition<int>> RestartAsync(IReadOnlyList<int> tasks, TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            int restarted = 0;
            foreach (int id in tasks)
            {
                if ((uint)id < (uint)_tasks.Count && _tasks[id].Row.State == TaskState.Dead)
                {
                    Reopen(now);
                    Put(_tasks[id], _rules.Restart(_tasks[id].Row), now);
                    Exhume(_tasks[id]);
                    Record(EventKind.Restarted, now, _tasks[id]);
                    Spread(_tasks[id], now);
                    restarted++;
                }
            }

            return new(new Transition<int>(restarted, Finish(now)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Transition<int>> WithdrawAsync(IReadOnlyList<int> tasks, TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            int withdrawn = 0;
            foreach (int id in tasks)
            {
                if (_end == EndReason.None && (uint)id < (uint)_tasks.Count && !_tasks[id].Row.IsOver)
                {
                    Kill(_tasks[id], DeathCause.Withdrawn, WasWithdrawn, null, now);
                    withdrawn++;
                }
            }

            return new(new Transition<int>(withdrawn, Finish(now)));
        }
    }

    private const string WasWithdrawn = "Its owner withdrew it.";
    private const string ShareIsLost = "Its worker is gone, and without a lease a share is handed out once.";

    private bool Renew(WorkerId worker, WorkerRecord? holder, HeldTask lease, TimeSpan now)
    {
        if (Find(lease) is not { } cell)
        {
            return false;
        }

        (TaskRow row, LeaseOutcome outcome) = _rules.Renew(cell.Row, worker, lease.Attempt, now, PolicyOf(cell));
        if (outcome == LeaseOutcome.NotHeld)
        {
            return false;
        }

        Put(cell, row, now);
        Record(EventKind.Renewed, now, cell, lease.Attempt, holder, row.Deadline);
        StartFirst(holder!, now);
        return true;
    }

    private LeaseOutcome Fail(TaskCell cell, WorkerRecord holder, int attempt, string error, TimeSpan now)
    {
        LeaseDecision decision = _rules.Fail(cell.Row, holder.Id, attempt, now, PolicyOf(cell));
        if (decision.Outcome != LeaseOutcome.NotHeld)
        {
            TaskCell task = cell.Ballot?.Task ?? cell;
            (task.Ties ??= new TaskTies()).LastError = error;
            GiveBack(cell, decision, holder, EventKind.Failed, now, error);
        }

        return decision.Outcome;
    }

    private void Expire(TaskCell cell, TimeSpan now)
    {
        LeaseDecision decision = _rules.Expire(cell.Row, now, PolicyOf(cell));
        if (decision.Outcome == LeaseOutcome.Kept)
        {
            // It would be due again at once, and for ever.
            throw new InvalidOperationException($"The lease of task {cell.Id} was kept although its deadline had come.");
        }

        GiveBack(cell, decision, _workersById[cell.Row.Holder], EventKind.Expired, now);
    }

    /// <summary>A lease ended without a result: the task goes back to the list, or its attempts are used up.</summary>
    private void GiveBack(
        TaskCell cell, LeaseDecision decision, WorkerRecord holder, EventKind why, TimeSpan now, string? detail = null)
    {
        int attempt = cell.Row.Attempt;
        TaskCell task = cell.Ballot?.Task ?? cell;
        bool decided = task != cell && task.Row.State == TaskState.Done;
        if (decided)
        {
            // Nobody will try again, so nothing is charged.
            Put(cell, decision.Row with { State = TaskState.Ready, Delayed = false, Charges = cell.Row.Charges }, now);
        }
        else
        {
            Put(cell, decision.Row, now);
            Share(cell);
        }

        Record(why, now, cell, attempt, holder, detail: detail);
        if (decided)
        {
            Spare(cell, now);
        }
        else if (decision.Outcome == LeaseOutcome.Dead)
        {
            string? lost = _policy.HandsOutOnce && task.Ties?.LastError is null ? ShareIsLost : null;
            Kill(task, _policy.HandsOutOnce ? DeathCause.ShareLost : DeathCause.Attempts, lost, holder, now);
        }
        else if (cell.Row.Delayed)
        {
            Record(EventKind.Delayed, now, cell, attempt, holder, cell.Row.Deadline);
        }

        Drop(holder, cell);
        if (why != EventKind.Failed)
        {
            ForgetGrant(holder, cell);
        }

        if (why is EventKind.Failed or EventKind.Released)
        {
            StartFirst(holder, now);
        }
    }

    private static void Drop(WorkerRecord holder, TaskCell cell)
    {
        holder.Held.Remove(cell);
        if (holder.Held.Count == 0 && holder.State == WorkerState.Working)
        {
            holder.State = WorkerState.Waiting;
        }
    }

    /// <summary>
    /// A lease ended by no word of its holder's, which perhaps never got the answer that granted it. Its question, asked
    /// again, must then be answered anew: of leases that are gone it would be told to wait for ever.
    /// </summary>
    private static void ForgetGrant(WorkerRecord holder, TaskCell cell) =>
        holder.LastGrants = Array.FindAll(holder.LastGrants, grant => grant.Task.Id != cell.Id);

    /// <summary>
    /// The worker is known to live and goes on with the next task that it holds. Not called when a lease expired: a
    /// worker that may be dead has begun nothing, and what it kept for later must not be charged for its crash.
    /// </summary>
    private void StartFirst(WorkerRecord holder, TimeSpan now)
    {
        if (holder.State == WorkerState.Working && holder.Held[0] is { Row.Running: false } next)
        {
            Put(next, _rules.Start(next.Row, now, PolicyOf(next)), now);
            Record(EventKind.Started, now, next, next.Row.Attempt, holder, next.Row.Deadline);
        }
    }

    /// <summary>The cell that this lease is or was a lease of.</summary>
    private TaskCell? Find(HeldTask held)
    {
        TaskCell? cell = (uint)held.TaskId < (uint)_tasks.Count ? _tasks[held.TaskId] : null;
        return cell?.Vote is { Issues: var issues }
            ? ((uint)(held.Attempt - 1) < (uint)issues.Count ? issues[held.Attempt - 1] : null)
            : cell;
    }
}
