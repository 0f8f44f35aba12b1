using FruitSalad.Contract;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Stealing;

/// <summary>
/// A peer of a salad without a master, as steps: it works on its own list, steals from others when that is empty, and
/// finds out together with them when everything is done. Knows no socket, no clock and no thread.
/// </summary>
/// <remarks>
/// Peers are numbered, and know all tasks. An epoch is a set of dead peers; every message tells its sender's, and whoever
/// hears of more deaths is in the larger epoch from then on. Epochs only grow, so that all living peers end up in the
/// same one. Whoever finds itself among the dead of another takes that one for dead as well: they go separate ways, and
/// each side does everything that the other one has. So one living peer is enough, whoever errs about whom.
///
/// Stealing: a task moves in the answer to a numbered request. The victim remembers its last answer to each thief, and
/// gives the same again; the thief repeats a request until it is answered or the victim is dead. So between living peers
/// no task gets lost, whatever messages do.
///
/// Death: what a dead peer had, or was on its way from or to it, is in nobody's hands. The living peer with the lowest
/// number leads an epoch; it sends a token around the ring of the living, to which each adds the tasks that it holds and
/// those whose results it has. What is in neither set when the token is back, the leader puts on its own list. (A task
/// that is just moving from one living peer to another may be in neither, too: then it is done twice, and counts once.)
/// A token of an older epoch is void.
///
/// The end: further rounds gather the tasks whose results are held, passed on by each peer when it has nothing to do.
/// Peers keep their results, so within an epoch that set only grows and stays true. When it holds all tasks everything
/// is done - unless a holder is dead and nobody has noticed: then the next epoch begins as above and the work goes on. It
/// is over for good when whoever gathers the results has them all, and dismisses the peers.
///
/// The shell's part: whenever something may have changed, call <see cref="Tick"/>, start what <see cref="TryStart"/> gives
/// and make the calls that <see cref="NextCall"/> gives until there is none; then wait for a call, an answer, the end of
/// the work or <see cref="NextDue"/>. Calls need no time limit in the shell: the steps repeat them.
/// </remarks>
public sealed partial class PeerSteps
{
    /// <summary>How often a call is made before a silent peer is taken for dead: a lease goes by meanwhile.</summary>
    internal const int Tries = 5;

    private readonly PeerTerms _terms;
    private readonly int _self;
    private readonly CrashPlan _plan;
    private readonly SeededRandom _random;

    // A stream of its own: whom it asks, and how often, must not change where it crashes.
    private readonly SeededRandom _luck;
    private readonly StealRules _rules;
    private readonly Action<WorkerLine>? _say;
    private readonly Func<DateTimeOffset>? _wallClock;
    private readonly NumberSet _dead = new();
    private readonly int[] _heard;
    private long _calls;
    private int _said;
    private TimeSpan? _crashAt;

    /// <summary>A new peer with its share.</summary>
    /// <param name="terms">What all peers know.</param>
    /// <param name="self">Its number among them.</param>
    /// <param name="plan">What goes wrong with it.</param>
    /// <param name="random">Its own random stream.</param>
    /// <param name="say">Gets its log lines. Must not block for long. Null: nobody listens, and none is made.</param>
    /// <param name="wallClock">The time for log lines; null where there are none.</param>
    public PeerSteps(
        PeerTerms terms, int self, CrashPlan plan, SeededRandom random, Action<WorkerLine>? say, Func<DateTimeOffset>? wallClock)
        : this(terms, self, plan, random, say, wallClock, StealRules.Standard)
    {
    }

    internal PeerSteps(
        PeerTerms terms, int self, CrashPlan plan, SeededRandom random, Action<WorkerLine>? say,
        Func<DateTimeOffset>? wallClock, StealRules rules)
    {
        _terms = terms;
        _self = self;
        _plan = plan;
        _random = random;
        _luck = new SeededRandom((long)random.NextBits());
        _say = say;
        _wallClock = wallClock;
        _rules = rules;
        _heard = new int[terms.Peers];
        _pause = terms.Pause;
        foreach (int task in terms.Shares[self])
        {
            TakeUp(task);
        }

        BeginEpoch(TimeSpan.Zero);
    }

    /// <summary>What the peer is about to do.</summary>
    public Fate Fate { get; private set; }

    /// <summary>Why it leaves, once it does.</summary>
    public LeaveReason LeaveReason { get; private set; }

    /// <summary>Whether the running task never ends, on purpose: the shell does not run it, and waits.</summary>
    public bool Stuck { get; private set; }

    /// <summary>When <see cref="Tick"/> or the next call has something to do, by the peer's clock; null: nothing planned.</summary>
    public TimeSpan? NextDue => Fate != Fate.Work ? null : Earlier(_crashAt, Earlier(StealDue, PassDue));

    private bool IsAlone => _terms.Peers - _dead.Count == 1;

    /// <summary>The clock moved on.</summary>
    public void Tick(TimeSpan now)
    {
        if (_crashAt <= now)
        {
            _crashAt = null;
            Strike(_running);
        }

        GiveUpSilent(_steal, now);
        GiveUpSilent(_pass, now);
    }

    /// <summary>Nobody listens where that peer was: its process has ended.</summary>
    public void Gone(int peer, TimeSpan now) => Learn(new NumberSet(peer), now);

    /// <summary>Whoever gathers the results has them all: nothing is left to do, and nobody need be watched any more.</summary>
    public void Dismiss() => Leave(LeaveReason.Dismissed);

    /// <summary>`status`.</summary>
    public PeerStatus Status() => new(_self, _dead.Copy(), _waiting.Count, _outcomes.Count, _ended, _said, [.. _heard], _running);

    /// <summary>A call came in. What number its caller gives itself is the caller's word.</summary>
    private void Count(int caller)
    {
        if ((uint)caller < (uint)_heard.Length)
        {
            _heard[caller]++;
        }
    }

    private static TimeSpan? Earlier(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b : a;

    private void GiveUpSilent(OpenCall? open, TimeSpan now)
    {
        if (open?.Times >= Tries && _terms.Lease is not null && now >= open.SaidAt + _terms.Retry)
        {
            Learn(new NumberSet(open.Call.To), now);
        }
    }

    /// <summary>
    /// Hears whom another one takes for dead. If this peer is among them, they go separate ways from now on; and what one
    /// says that is dead already is not heard.
    /// </summary>
    private void Learn(NumberSet dead, int from, TimeSpan now)
    {
        if (!_dead.Contains(from))
        {
            Learn(dead.Contains(_self) ? new NumberSet(from) : dead, now);
        }
    }

    /// <summary>Somebody is dead; the first time, a new epoch begins.</summary>
    private void Learn(NumberSet dead, TimeSpan now)
    {
        if (Fate == Fate.Work && _dead.UnionWith(dead))
        {
            BeginEpoch(now);
        }
    }

    private void Leave(LeaveReason why)
    {
        if (Fate == Fate.Work)
        {
            Fate = Fate.Leave;
            LeaveReason = why;
            Say(WorkerLineKind.Leaving, null, why.ToString());
        }
    }

    private void Say(WorkerLineKind kind, int? task, string? text = null, double? seconds = null) =>
        _say?.Invoke(new WorkerLine(
            _wallClock!(), kind, task ?? -1, task is { } id ? _terms.Tasks[id].Name : null, task is { } tried ? AttemptOf(tried) : 0, text)
        {
            Seconds = seconds,
        });
}
