using FruitSalad.Contract;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Master;

public sealed partial class SaladMaster
{
    /// <summary>What the salad tells everybody who has proven to belong to it.</summary>
    public Welcome Welcome() => new(
        Protocol, Settings.Id, Settings.Name, Settings.TimeScale, Settings.Seed,
        Settings.Policy.Poll.TotalMilliseconds, Settings.Policy.LongPoll.TotalMilliseconds,
        Settings.Policy.Lease?.TotalMilliseconds, Settings.Policy.Heartbeat?.TotalMilliseconds);

    /// <summary>A worker is there, for the first time or again; answers the number of this connection of its.</summary>
    public async ValueTask<int> HelloAsync(WorkerId worker, WorkerIntroduction introduction, TimeSpan now)
    {
        // A question of an older connection would get leases that nobody receives, before the new one's.
        foreach (ParkedAsk stale in _parked.TakeOf(worker))
        {
            stale.Deliver(NothingYet(waited: true));
        }

        (int connection, Effect effect) = await _store.HelloAsync(worker, introduction, now);
        await ActAsync(effect, now);
        return connection;
    }

    /// <summary>A worker was started and will say hello; till then the salad does not end for want of anybody.</summary>
    public async ValueTask AnnounceAsync(WorkerId worker, TimeSpan now) =>
        await ActAsync(await _store.AnnounceAsync(worker, now), now);

    /// <summary>A connection of a worker's closed. A hint: only with <paramref name="exited"/> is it a proof.</summary>
    public async ValueTask DisconnectAsync(WorkerId worker, int connection, bool exited, TimeSpan now) =>
        await ActAsync(await _store.DisconnectAsync(worker, connection, exited, now), now);

    /// <summary>
    /// A worker asks for work.
    /// </summary>
    /// <param name="worker">Who asks.</param>
    /// <param name="ask">What.</param>
    /// <param name="park">
    /// Makes the waiting place, given the time until which to wait, for a question that may wait; null: it may not.
    /// </param>
    /// <param name="now">Since the epoch.</param>
    /// <returns>The answer; null: parked, and the answer will be delivered.</returns>
    public async ValueTask<Answer?> AskAsync(
        WorkerId worker, Ask ask, Func<TimeSpan, ParkedAsk>? park, TimeSpan now)
    {
        var wait = TimeSpan.FromMilliseconds(Math.Min(ask.WaitMs, Settings.Policy.LongPoll.TotalMilliseconds));
        if (park is null || wait <= TimeSpan.Zero)
        {
            return await TryAnswerAsync(worker, ask, now, now) ?? NothingYet(waited: false);
        }

        while (true)
        {
            long version = _parked.Version;
            if (await TryAnswerAsync(worker, ask, now + wait, now) is { } answer)
            {
                return answer;
            }

            if (_parked.TryPark(park(now + wait), version))
            {
                _changed(new Effect(0, false, now + wait, -1));
                return null;
            }
        }
    }

    /// <summary>Whoever asked is gone.</summary>
    public void Forget(ParkedAsk ask) => _parked.Remove(ask);

    /// <summary>Results come in, and perhaps a question with them. Never waits: the verdicts must not.</summary>
    public async ValueTask<Receipt> ReceiveAsync(
        WorkerId worker, IReadOnlyList<ResultEntry> results, Ask? ask, TimeSpan now)
    {
        if (Settings.Policy.IsReplicated)
        {
            results = [.. results.Select(entry => entry with { Digest = ResultDigest.Of(entry) })];
        }

        // Asked before others are woken, so that whoever brings a result goes on without a pause; and before the
        // verdicts are there, so that a store that batches writes both down at once.
        ValueTask<Transition<Verdict[]>> accepting = _store.AcceptAsync(worker, results, now);
        ValueTask<Transition<Claim>> claiming = ask is null ? default : _store.ClaimAsync(worker, ask.Request, ask.Max, now, now);
        (Verdict[] verdicts, Effect effect) = await accepting;
        Answer? next = null;
        if (ask is not null)
        {
            (Claim claim, Effect second) = await claiming;
            next = Translate(claim, now) ?? NothingYet(Settings.Policy.LongPoll > TimeSpan.Zero);
            effect = second.After(effect);
        }

        await ActAsync(effect, now);
        return new Receipt(verdicts, next);
    }

    /// <summary>A sign of life for what a worker holds.</summary>
    public async ValueTask<Renewed> RenewAsync(WorkerId worker, IReadOnlyList<LeaseName> leases, TimeSpan now)
    {
        (RenewOutcome outcome, Effect effect) = await _store.RenewAsync(worker, ToHeld(leases), now);
        await ActAsync(effect, now);
        return new Renewed([.. outcome.Lost.Select(lease => new LeaseName(lease.TaskId, lease.Attempt))], outcome.Drain);
    }

    /// <summary>An attempt failed in a living worker.</summary>
    public async ValueTask<FailReceipt> FailAsync(WorkerId worker, Failure failure, TimeSpan now)
    {
        (LeaseOutcome outcome, Effect effect) = await _store.FailAsync(
            worker, new HeldTask(failure.Task, failure.Attempt), failure.Error, now);
        await ActAsync(effect, now);
        return new FailReceipt(outcome switch
        {
            LeaseOutcome.Requeued => FailVerdict.Requeued,
            LeaseOutcome.Dead => FailVerdict.Dead,
            _ => FailVerdict.Lost,
        });
    }

    /// <summary>A worker gives back what it has not begun.</summary>
    public async ValueTask ReleaseAsync(WorkerId worker, IReadOnlyList<LeaseName> leases, TimeSpan now) =>
        await ActAsync(await _store.ReleaseAsync(worker, ToHeld(leases), now), now);

    /// <summary>
    /// Sends workers home once they have finished what runs: their next answers say so. The master calls nobody.
    /// </summary>
    /// <returns>How many of them this salad knows.</returns>
    public async ValueTask<int> DismissAsync(IReadOnlyList<WorkerId> workers, TimeSpan now)
    {
        (int known, Effect effect) = await _store.DismissAsync(workers, now);
        await ActAsync(effect, now);
        return known;
    }

    /// <summary>A worker leaves.</summary>
    public async ValueTask GoodbyeAsync(WorkerId worker, TimeSpan now) =>
        await ActAsync(await _store.GoodbyeAsync(worker, now), now);

    private async ValueTask ParkAsync(ParkedAsk ask, TimeSpan now)
    {
        while (!_parked.TryPark(ask, _parked.Version))
        {
            if (await TryAnswerAsync(ask.Worker, ask.Ask, ask.Until, now) is { } answer)
            {
                if (!ask.Deliver(answer))
                {
                    await TakeBackAsync(ask.Worker, answer, now);
                }

                return;
            }
        }
    }

    private async ValueTask<Answer?> TryAnswerAsync(WorkerId worker, Ask ask, TimeSpan openUntil, TimeSpan now)
    {
        (Claim claim, Effect effect) = await _store.ClaimAsync(worker, ask.Request, ask.Max, openUntil, now);
        await ActAsync(effect, now);
        return Translate(claim, now);
    }

    /// <summary>The claim as the wire says it; null where there is nothing now.</summary>
    private Answer? Translate(Claim claim, TimeSpan now)
    {
        if (claim.Done)
        {
            return new Answer(AnswerKind.Done) { Reason = Translate(claim.Reason) };
        }

        return claim.Grants.Length == 0
            ? null
            : new Answer(AnswerKind.Assigned) { Tasks = Array.ConvertAll(claim.Grants, grant => Translate(grant, now)) };
    }

    private Assignment Translate(Grant grant, TimeSpan now) => new(
        grant.Task.Id, grant.Attempt, grant.Task.Name,
        (grant.Task.Duration * Settings.TimeScale).TotalMilliseconds,
        grant.Deadline == TimeSpan.MaxValue ? null : (grant.Deadline - now).TotalMilliseconds)
    {
        Payload = grant.Task.Payload is { } payload ? new JsonText(payload) : null,
        Shared = grant.Task.Shared,
        Inputs = grant.Inputs is { Count: > 0 } inputs ? Translate(inputs) : null,
    };

    private static Dictionary<int, JsonText> Translate(IReadOnlyList<Input> inputs)
    {
        var results = new Dictionary<int, JsonText>();
        foreach (Input input in inputs)
        {
            // A task named twice is one task.
            results[input.TaskId] = new JsonText(input.Result ?? "null");
        }

        return results;
    }

    private static DoneReason Translate(EndReason reason) => reason switch
    {
        EndReason.Completed => DoneReason.Completed,
        EndReason.Failed => DoneReason.Failed,
        EndReason.Idle => DoneReason.Idle,
        EndReason.Stopped => DoneReason.Stopped,
        _ => DoneReason.Drained,
    };

    private static HeldTask[] ToHeld(IReadOnlyList<LeaseName> leases) =>
        [.. leases.Select(lease => new HeldTask(lease.Task, lease.Attempt))];
}
