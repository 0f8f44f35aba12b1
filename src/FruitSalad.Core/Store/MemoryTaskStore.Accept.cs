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
        TaskRow before = cell.Row;
        bool valid = entry.Intact && cell.IssuedTo(entry.Attempt) == worker && FirstUnfit(entry.Children) is null;
        (TaskRow row, Verdict verdict) = LeaseRules.Accept(
            before, worker, entry.Attempt, valid, _end != EndReason.None, _policy);
        if (verdict is not (Verdict.Accepted or Verdict.LateAccepted))
        {
            Record(EventKind.Dropped, now, cell, entry.Attempt, sender, detail: verdict.ToString());
            return verdict;
        }

        // CreditHolder credits the attempt that holds the task now, whoever sent the result.
        WorkerRecord credited = row.AcceptedAttempt == entry.Attempt ? sender : _workersById[before.Holder];
        cell.Result = entry.Result;
        credited.Accepted++;
        Put(cell, row, now);
        EventKind kind = verdict == Verdict.Accepted ? EventKind.Accepted : EventKind.LateAccepted;
        Record(kind, now, cell, row.AcceptedAttempt, credited);
        if (before.State == TaskState.Leased)
        {
            WorkerRecord holder = _workersById[before.Holder];
            Drop(holder, cell);
            if (holder != sender)
            {
                ForgetGrant(holder, cell);
            }
        }

        StartFirst(sender, now);

        Unblock(cell, now);
        AddAll(entry.Children, now);

        return verdict;
    }

    private void Unblock(TaskCell done, TimeSpan now)
    {
        if (done.Ties is null)
        {
            return;
        }

        foreach (TaskCell dependant in done.Ties.Dependants)
        {
            Put(dependant, LeaseRules.Unblock(dependant.Row), now);
            if (dependant.Row.State == TaskState.Ready)
            {
                Record(EventKind.Unblocked, now, dependant);
            }
        }
    }
}
