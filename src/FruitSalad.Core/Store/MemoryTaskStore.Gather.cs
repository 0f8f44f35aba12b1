using FruitSalad.Tasks;

namespace FruitSalad.Store;

public sealed partial class MemoryTaskStore
{
    /// <summary>
    /// Results come in from a peer that took its tasks by itself: each task is leased to it now, and judged by the same
    /// rules as any other result. The first valid one of a task counts. Also a sign of life, with or without results.
    /// </summary>
    /// <param name="worker">Whose.</param>
    /// <param name="results">What became of tasks.</param>
    /// <param name="now">Since the epoch.</param>
    public ValueTask<Transition<Verdict[]>> GatherAsync(
        WorkerId worker, IReadOnlyList<GatheredResult> results, TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            WorkerRecord? sender = Hear(worker, now);
            var verdicts = new Verdict[results.Count];
            for (int i = 0; i < verdicts.Length; i++)
            {
                verdicts[i] = sender is null || (uint)results[i].TaskId >= (uint)_tasks.Count
                    ? Verdict.Unknown
                    : Gather(sender, _tasks[results[i].TaskId], results[i], now);
            }

            return new(new Transition<Verdict[]>(verdicts, Finish(now)));
        }
    }

    private Verdict Gather(WorkerRecord sender, TaskCell cell, in GatheredResult result, TimeSpan now)
    {
        if (_end != EndReason.None || cell.Row.State != TaskState.Ready)
        {
            // Done twice, or too late. What its sender said before is known by its attempt.
            int attempt = cell.Row.Holder == sender.Id ? cell.Row.Attempt : 0;
            Verdict verdict = attempt > 0 && attempt == cell.Row.AcceptedAttempt ? Verdict.AlreadyAccepted
                : cell.Row.State == TaskState.Done ? Verdict.Superseded : Verdict.Closed;
            Record(EventKind.Dropped, now, cell, attempt, sender, detail: verdict.ToString());
            return verdict;
        }

        StartClock(now);
        foreach (GatheredFailure failure in result.Failed)
        {
            WorkerRecord holder = _workersById.GetValueOrDefault(failure.Worker, sender);
            TaskRow held = Issue(cell, holder, now);
            (cell.Ties ??= new TaskTies()).LastError = failure.Error;
            GiveBack(
                cell, _rules.Fail(held, holder.Id, held.Attempt, now, PolicyOf(cell)), holder, EventKind.Failed, now, failure.Error);
            if (cell.Row.State != TaskState.Ready)
            {
                return Verdict.Closed;
            }
        }

        return result.Result is { } text
            ? Accept(sender.Id, sender, new ResultEntry(cell.Id, Issue(cell, sender, now).Attempt, text), now)
            : Verdict.Closed;
    }

    /// <summary>What a peer took by itself is leased to it, afterwards.</summary>
    private TaskRow Issue(TaskCell cell, WorkerRecord holder, TimeSpan now)
    {
        TaskRow row = _rules.Claim(cell.Row, holder.Id, runsNow: true, now, PolicyOf(cell));
        if (row.Attempt > 1)
        {
            (cell.Ties ??= new TaskTies()).EarlierHolders.Add(cell.Row.Holder);
        }

        Put(cell, row, now);
        holder.Held.Add(cell);
        Record(EventKind.Granted, now, cell, row.Attempt, holder, row.Deadline);
        return row;
    }
}
