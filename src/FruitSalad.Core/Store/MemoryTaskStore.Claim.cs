using FruitSalad.Tasks;

namespace FruitSalad.Store;

public sealed partial class MemoryTaskStore
{
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
        if (ShareOf(worker) is { Count: > 0 } share)
        {
            worker.LastGrants = Issue(worker, share, share.Count, now);
        }
        else if (_ready.Count > 0)
        {
            worker.LastGrants = Issue(worker, null, Math.Min(max, _ready.Count), now);
        }

        return new Claim(worker.LastGrants, worker.LastGrants.Length == 0 && IsDrained(), EndReason.None);
    }

    /// <summary>Whether a worker that gets nothing will never get anything, as far as anyone can tell.</summary>
    private bool IsDrained() => _policy.HandsOutOnce
        || (_policy.LeaveWhenDrained && _closed && _ready.Count == 0 && _counts.Delayed == 0);

    private Grant[] Issue(WorkerRecord worker, ReadyList? share, int max, TimeSpan now)
    {
        // Without renewal a lease cannot be kept alive while others are worked on first: one task at a time, but of a
        // share, whose leases allow for that.
        var grants = new Grant[share is not null || _policy.Lease is null || _policy.Renewal ? max : 1];
        int count = 0;
        long length = 0;
        while (count < grants.Length && (share is null ? _ready.NextFor(worker) : share.Next) is { } cell)
        {
            long own = LengthOf(cell);
            if (own > Grant.MaxBytes / 3 && BytesOf(cell) is var bytes and > Grant.MaxBytes)
            {
                string why = $"With the results that it depends on it has {bytes} bytes; the limit is {Grant.MaxBytes}.";
                Kill(cell.Ballot?.Task ?? cell, DeathCause.TooLarge, why, null, now);
                continue;
            }

            // An answer has to fit into a frame: beyond its first task it is of bounded length, and of one shared value.
            length += own;
            if (count > 0 && (length > Grant.MaxLength || cell.Shared != grants[0].Task.Shared))
            {
                break;
            }

            TaskCell task = cell.Ballot?.Task ?? cell;
            SaladPolicy policy = IsStatic ? _rules.ForShare(PolicyOf(cell), WorkWith(worker, cell)) : PolicyOf(cell);
            TaskRow before = task == cell ? cell.Row : cell.Row with { Attempt = task.Row.Attempt };
            TaskRow row = _rules.Claim(before, worker.Id, worker.Held.Count == 0, now, policy);
            if (row.Attempt > 1)
            {
                (task.Ties ??= new TaskTies()).EarlierHolders.Add(task.Row.Holder);
            }

            if (task != cell)
            {
                task.Row = task.Row with { Attempt = row.Attempt, Holder = worker.Id };
                task.Vote!.Issues.Add(cell);
            }

            Put(cell, row, now);
            if (share is not null)
            {
                cell.Ties!.Lane = null;
            }

            worker.Held.Add(cell);
            worker.State = WorkerState.Working;
            Record(EventKind.Granted, now, cell, row.Attempt, worker, row.Deadline);
            grants[count++] = new Grant(cell.ToTask(), row.Attempt, row.Deadline) { Inputs = InputsOf(cell) };
        }

        return count == grants.Length ? grants : grants[..count];
    }

    private Grant[] StillHeld(WorkerRecord worker) =>
        Array.FindAll(worker.LastGrants, grant =>
            Find(new HeldTask(grant.Task.Id, grant.Attempt)) is { } cell && cell.Row.IsHeldBy(worker.Id, grant.Attempt));

    private void StartClock(TimeSpan now)
    {
        if (_startedAt is null)
        {
            _startedAt = now;
            if (_sharesTaken < _shares.Length && _policy.Lease is { } lease)
            {
                _deadlines.Set(_untaken, now + lease);
            }

            Record(EventKind.ClockStarted, now);
        }
    }
}
