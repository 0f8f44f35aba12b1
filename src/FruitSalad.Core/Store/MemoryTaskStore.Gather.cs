using FruitSalad.Tasks;

namespace FruitSalad.Store;

public sealed partial class MemoryTaskStore
{
    /// <summary>
    /// Results come in from a peer that took its tasks by itself: each task is leased to it now, and judged by the same
    /// rules as any other result. The first valid one of a task counts. Also a sign of life, with or without results.
    /// </summary>
    /// <param name="worker">Whose.</param>
    /// <param name="results">What became of tasks; where the work failed, the error in the result's place.</param>
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
        TaskRow row = _rules.Claim(cell.Row, sender.Id, runsNow: true, now, PolicyOf(cell));
        if (row.Attempt > 1)
        {
            (cell.Ties ??= new TaskTies()).EarlierHolders.Add(cell.Row.Holder);
        }

        Put(cell, row, now);
        sender.Held.Add(cell);
        Record(EventKind.Granted, now, cell, row.Attempt, sender, row.Deadline);
        if (result.Error is not { } error)
        {
            return Accept(sender.Id, sender, new ResultEntry(cell.Id, row.Attempt, result.Result), now);
        }

        (cell.Ties ??= new TaskTies()).LastError = error;
        GiveBack(cell, _rules.Fail(cell.Row, sender.Id, row.Attempt, now, PolicyOf(cell)), sender, EventKind.Failed, now, error);
        return Verdict.Closed;
    }
}
