using FruitSalad.Tasks;

namespace FruitSalad.Store;

public sealed partial class MemoryTaskStore
{
    private const int MaxAnswerLength = 2 << 20;

    /// <inheritdoc/>
    public ValueTask<Transition<Claim>> ClaimAsync(
        WorkerId worker, long request, int max, TimeSpan openUntil, TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            WorkerRecord? record = Hear(worker, now);
            Claim claim = record is null ? Claim.Wait : Answer(record, request, max, now);
            if (record is not null && claim is { Grants: [], Done: false } && openUntil > now)
            {
                record.LastSeen = openUntil;
                _quietSince = TimeSpan.FromTicks(Math.Max(_quietSince.Ticks, openUntil.Ticks));
            }

            return new(new Transition<Claim>(claim, Finish(now)));
        }
    }

    private Claim Answer(WorkerRecord worker, long request, int max, TimeSpan now)
    {
        if (request < worker.LastRequest || !worker.IsPresent)
        {
            // A stray copy of an older question, or one that outlived its connection: nobody waits for the answer, so
            // it must not lease anything.
            return Claim.Wait;
        }

        if (request == worker.LastRequest && StillHeld(worker) is { Length: > 0 } held)
        {
            // The answer was lost on the way: the same leases again, so that none is orphaned. Where all of them have
            // ended by now, it is a new question: the worker repeats its number until it gets something.
            return new Claim(held, false, EndReason.None);
        }

        worker.LastRequest = request;
        worker.LastGrants = [];
        if (_end != EndReason.None || _stopping)
        {
            return new Claim([], true, _end == EndReason.None ? EndReason.Stopped : _end);
        }

        if (worker.IsDismissed)
        {
            return new Claim([], true, EndReason.None);
        }

        if (_workers.Count < Settings.ExpectWorkers)
        {
            return Claim.Wait;
        }

        StartClock(now);
        if (_ready.Next is null)
        {
            return _policy.LeaveWhenDrained && _closed ? new Claim([], true, EndReason.None) : Claim.Wait;
        }

        worker.LastGrants = Issue(worker, Math.Min(max, Math.Max(_counts.Ready, 1)), now);
        return new Claim(worker.LastGrants, false, EndReason.None);
    }

    private Grant[] Issue(WorkerRecord worker, int max, TimeSpan now)
    {
        // Without renewal a lease cannot be kept alive while others are worked on first: one task at a time.
        int most = _policy.Lease is null || _policy.Renewal ? max : 1;
        var grants = new List<Grant>();
        long length = 0;
        while (grants.Count < most && _ready.Next is { } cell && Fits(cell, grants, length))
        {
            length += cell.Payload?.Length ?? 0;
            TaskRow row = _rules.Claim(cell.Row, worker.Id, worker.Held.Count == 0, now, _policy);
            if (row.Attempt > 1)
            {
                (cell.Ties ??= new TaskTies()).EarlierHolders.Add(cell.Row.Holder);
            }

            Put(cell, row, now);
            worker.Held.Add(cell);
            worker.State = WorkerState.Working;
            Record(EventKind.Granted, now, cell, row.Attempt, worker, row.Deadline);
            grants.Add(new Grant(cell.ToTask(), row.Attempt, row.Deadline));
        }

        return [.. grants];
    }

    /// <summary>An answer has to fit into a frame: beyond its first task it is of bounded length, and of one shared value.</summary>
    private static bool Fits(TaskCell next, List<Grant> grants, long length) => grants.Count == 0
        || (length + (next.Payload?.Length ?? 0) <= MaxAnswerLength && next.Shared == grants[0].Task.Shared);

    private Grant[] StillHeld(WorkerRecord worker) =>
        Array.FindAll(worker.LastGrants, grant => _tasks[grant.Task.Id].Row.IsHeldBy(worker.Id, grant.Attempt));

    private void StartClock(TimeSpan now)
    {
        if (_startedAt is null)
        {
            _startedAt = now;
            Record(EventKind.ClockStarted, now);
        }
    }
}
