using FruitSalad.Contract;
using FruitSalad.Tasks;

namespace FruitSalad.Worker;

/// <summary>
/// A worker as steps: ask, work, send, ask - with what is held for later, results that wait for the wire, renewals,
/// and the failures planned for it. Knows no socket, no clock and no thread; a shell asks it what to do next.
/// </summary>
/// <remarks>
/// The shell's part: whenever something may have changed, start what <see cref="TryStart"/> gives, make the call that
/// <see cref="NextCall"/> gives if none is under way (and likewise the renewal), wait for the first of: a reply, the
/// end of the work, <see cref="NextDue"/> - and report it. Once <see cref="Fate"/> is not <see cref="Fate.Work"/>, the
/// shell does that and asks no more. Results are sent as soon as the wire is free, however many there are by then: no
/// result waits for another, and a fast worker's results travel together.
/// </remarks>
public sealed partial class WorkerSteps
{
    private const int MaxParcelCount = 1000;
    private const int MaxParcelLength = 2 << 20;
    private readonly CrashPlan _plan;
    private readonly SeededRandom _random;

    // A stream of its own: how often a worker polls depends on the machine, and must not change where it crashes.
    private readonly SeededRandom _jitter;
    private readonly int _prefetch;
    private readonly Action<WorkerLine> _say;
    private readonly Func<DateTimeOffset> _wallClock;
    private readonly List<Assignment> _waiting = [];
    private readonly List<TaskResult> _outbox = [];
    private readonly Queue<Failure> _failures = new();
    private Assignment? _running;
    private Welcome? _terms;
    private long _request;
    private bool _asked;
    private bool _draining;
    private bool _dismissed;
    private TimeSpan? _askAt;
    private TimeSpan? _crashAt;

    /// <summary>A new worker that has not met its master yet.</summary>
    /// <param name="plan">What goes wrong with it.</param>
    /// <param name="random">Its own random stream.</param>
    /// <param name="prefetch">How many tasks it asks for at once; it works on one at a time, in order.</param>
    /// <param name="say">Gets its log lines. Must not block for long.</param>
    /// <param name="wallClock">The time for log lines.</param>
    public WorkerSteps(
        CrashPlan plan, SeededRandom random, int prefetch, Action<WorkerLine> say, Func<DateTimeOffset> wallClock)
    {
        _plan = plan;
        _random = random;
        _jitter = new SeededRandom((long)random.NextBits());
        _prefetch = prefetch;
        _say = say;
        _wallClock = wallClock;
    }

    /// <summary>What the worker is about to do.</summary>
    public Fate Fate { get; private set; }

    /// <summary>Why it leaves, once it does.</summary>
    public LeaveReason LeaveReason { get; private set; }

    /// <summary>Whether the running task never ends, on purpose: the shell does not run it, and waits.</summary>
    public bool Stuck { get; private set; }

    /// <summary>When <see cref="Tick"/> or the next call has something to do, by the worker's clock; null: nothing planned.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            TimeSpan? due = _crashAt;
            due = Earlier(due, _askAt);
            return Earlier(due, Holds ? _renewAt : null);
        }
    }

    private bool IsLeaving => _draining || _dismissed;

    private bool Holds => _running is not null || _waiting.Count > 0;

    /// <summary>A connection was made and both sides have proven who they are. Whatever was under way is repeated.</summary>
    public void Welcomed(Welcome terms, TimeSpan now)
    {
        _terms = terms;
        _askAt = null;
        _renewAt = terms.HeartbeatMs is null ? null : now;
    }

    /// <summary>Finish what runs, give back the rest, and leave.</summary>
    public void Drain(TimeSpan now)
    {
        _draining = true;
        _askAt = null;
        if (Stuck)
        {
            _running = null;
            Stuck = false;
        }
    }

    /// <summary>No master answers any more.</summary>
    public void GiveUp() => Leave(LeaveReason.MasterLost);

    /// <summary>The clock moved on.</summary>
    public void Tick(TimeSpan now)
    {
        if (_crashAt <= now)
        {
            _crashAt = null;
            Strike(_running!);
        }
    }

    private static TimeSpan? Earlier(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b : a;

    private void Leave(LeaveReason why)
    {
        Fate = Fate.Leave;
        LeaveReason = why;
        Say(WorkerLineKind.Leaving, null, why.ToString());
    }

    private void Say(WorkerLineKind kind, Assignment? task, string? text = null, double? seconds = null) =>
        _say(new WorkerLine(_wallClock(), kind, task?.Task ?? -1, task?.Name, task?.Attempt ?? 0, text)
        {
            Seconds = seconds,
        });
}
