using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Stealing;

/// <summary>
/// Whoever wants the salad gathers the results from the peers, as steps: asks each for what it has not handed over yet,
/// and puts it into a store, whose rules accept the first valid result of a task, once. Leads nobody: the peers find out
/// by themselves that everything is done, and until it has all results the peers keep theirs.
/// </summary>
public sealed class Gatherer
{
    private readonly MemoryTaskStore _store;
    private readonly Seat[] _seats;

    /// <summary>A gatherer that has heard of nobody yet.</summary>
    /// <param name="store">Where results are judged and kept.</param>
    /// <param name="peers">The peers' identities, by their numbers.</param>
    public Gatherer(MemoryTaskStore store, IReadOnlyList<WorkerId> peers)
    {
        _store = store;
        _seats = [.. peers.Select(id => new Seat(id))];
        Wait = store.Settings.Policy.IdleLimit / 8 ?? TimeSpan.FromSeconds(4);
    }

    /// <summary>
    /// How long a question waits at a peer; unanswered for a quarter more, it is asked again. Each answer is a sign of life:
    /// some may be lost before nobody seems to be there any more.
    /// </summary>
    public TimeSpan Wait { get; }

    /// <summary>A peer is there.</summary>
    public async ValueTask<Effect> MetAsync(int peer, WorkerIntroduction introduction, TimeSpan now)
    {
        Transition<int> hello = await _store.HelloAsync(_seats[peer].Id, introduction, now);
        _seats[peer].Connection = hello.Value;
        return hello.Effect;
    }

    /// <summary>What to ask a peer next.</summary>
    public HarvestQuery NextQuery(int peer) => new(_seats[peer].Known, Wait.TotalMilliseconds);

    /// <summary>What a peer answered. An answer that came twice, or late, changes nothing.</summary>
    public async ValueTask<Transition<Verdict[]>> HarvestedAsync(int peer, HarvestQuery query, Harvest harvest, TimeSpan now)
    {
        Seat seat = _seats[peer];
        GatheredResult[] results = query.From != seat.Known ? []
            : [.. harvest.Outcomes.Select(outcome => new GatheredResult(
                outcome.Task, outcome.Result?.Text, [.. (outcome.Failed ?? []).Select(failed => Failure(failed, seat))]))];
        seat.Known += results.Length;
        return await _store.GatherAsync(seat.Id, results, now);
    }

    /// <summary>Whose attempt it was; said of a peer that there is not, it was the sayer's.</summary>
    private GatheredFailure Failure(FailedAttempt failed, Seat sayer) =>
        new(((uint)failed.Peer < (uint)_seats.Length ? _seats[failed.Peer] : sayer).Id, failed.Error);

    /// <summary>A peer's process has ended.</summary>
    public ValueTask<Effect> GoneAsync(int peer, TimeSpan now) =>
        _store.DisconnectAsync(_seats[peer].Id, _seats[peer].Connection, exited: true, now);

    /// <summary>What is known of a peer.</summary>
    private sealed class Seat(WorkerId id)
    {
        public WorkerId Id => id;

        public int Connection { get; set; }

        /// <summary>How many of its outcomes are in the store.</summary>
        public int Known { get; set; }
    }
}
