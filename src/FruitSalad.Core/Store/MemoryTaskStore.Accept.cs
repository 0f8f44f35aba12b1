using FruitSalad.Tasks;

namespace FruitSalad.Store;

public sealed partial class MemoryTaskStore
{
    /// <inheritdoc/>
    public ValueTask<Transition<Verdict[]>> AcceptAsync(
        WorkerId worker, IReadOnlyList<ResultEntry> results, TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            WorkerRecord? sender = Hear(worker, now);
            var verdicts = new Verdict[results.Count];
            for (int i = 0; i < verdicts.Length; i++)
            {
                verdicts[i] = Accept(worker, sender, results[i], now);
            }

            return new(new Transition<Verdict[]>(verdicts, Finish(now)));
        }
    }

    private Verdict Accept(WorkerId worker, WorkerRecord? sender, in ResultEntry entry, TimeSpan now)
    {
        if ((uint)entry.TaskId >= (uint)_tasks.Count || sender is null)
        {
            Record(EventKind.Dropped, now, attempt: entry.Attempt, worker: sender, detail: nameof(Verdict.Unknown));
            return Verdict.Unknown;
        }

        TaskCell cell = _tasks[entry.TaskId];
        if (cell.Vote is not null)
        {
            return Answer(cell, sender, entry, now);
        }

        TaskRow before = cell.Row;
        bool issued = entry.Intact && cell.IssuedTo(entry.Attempt) == worker;
        string? unfit = issued ? entry.Unfit ?? FirstUnfit(entry.Children) : null;
        (TaskRow row, Verdict verdict) = _rules.Accept(
            before, worker, entry.Attempt, issued && unfit is null, _end != EndReason.None, _policy);
        if (verdict is not (Verdict.Accepted or Verdict.LateAccepted))
        {
            Record(EventKind.Dropped, now, cell, entry.Attempt, sender, detail: verdict.ToString());
            if (unfit is not null)
            {
                Fail(cell, sender, entry.Attempt, unfit, now);
            }

            return verdict;
        }

        // CreditHolder credits the attempt that holds the task now, whoever sent the result.
        WorkerRecord credited = row.AcceptedAttempt == entry.Attempt ? sender : _workersById[before.Holder];
        credited.Accepted++;
        Put(cell, row, now);
        cell.Result = entry.Result;
        EventKind kind = verdict == Verdict.Accepted ? EventKind.Accepted : EventKind.LateAccepted;
        Record(kind, now, cell, row.AcceptedAttempt, credited);
        EndLease(before, cell, sender);
        if (before.State == TaskState.Dead)
        {
            Exhume(cell);
        }

        StartFirst(sender, now);
        Unblock(cell, now);
        AddAll(entry.Children, now);
        return verdict;
    }

    /// <summary>A lease ended by a result, or by what made one superfluous: its crash requeues nothing.</summary>
    private void EndLease(in TaskRow before, TaskCell cell, WorkerRecord? sender)
    {
        if (before.State == TaskState.Leased)
        {
            WorkerRecord holder = _workersById[before.Holder];
            Drop(holder, cell);
            if (holder != sender)
            {
                ForgetGrant(holder, cell);
            }
        }
    }

    private void Unblock(TaskCell done, TimeSpan now)
    {
        if (done.Ties is null)
        {
            return;
        }

        foreach (TaskCell dependant in done.Ties.Dependants)
        {
            Put(dependant, _rules.Unblock(dependant.Row, now), now);
            if (dependant.Row.State == TaskState.Ready)
            {
                Record(EventKind.Unblocked, now, dependant);
                Spread(dependant, now);
            }
            else if (dependant.Row.Delayed)
            {
                Record(EventKind.Delayed, now, dependant, deadline: dependant.Row.Deadline);
            }
        }
    }
}
