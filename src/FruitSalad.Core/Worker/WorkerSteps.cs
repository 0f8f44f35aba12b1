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
/// shell does that and asks no more. Results are sent as soon as the wire is free, however many there are by then; where
/// the worker looks ahead, those of short tasks wait a moment for company, and travel together.
///
/// A task whose earlier attempt was lost may be what kills workers. So that no other task is blamed for it, nothing
/// unsaid is risked with it: it begins when everything before it is acknowledged, and the next begins when it is.
/// </remarks>
public sealed partial class WorkerSteps
{
    private const int MaxParcelCount = 1000;
    private const int MaxParcelLength = 2 << 20;
    private const int MaxAddCount = 10_000;
    private const int MaxErrorLength = 4000;
    private readonly CrashPlan _plan;
    private readonly SeededRandom _random;

    // A stream of its own: how often a worker polls depends on the machine, and must not change where it crashes.
    private readonly SeededRandom _jitter;
    private readonly Appetite _appetite;
    private readonly Action<WorkerLine>? _say;
    private readonly Func<DateTimeOffset>? _wallClock;
    private readonly List<Assignment> _waiting = [];
    private readonly Dictionary<string, JsonText> _shared = [];
    private readonly List<TaskResult> _outbox = [];
    private readonly Queue<Failure> _failures = new();
    private Assignment? _running;
    private bool _suspect;
    private Welcome? _terms;
    private long _request;
    private long _drawnFor;
    private bool _diesAsking;
    private bool _draining;
    private bool _dismissed;
    private TimeSpan? _askAt;
    private TimeSpan? _sendAt;
    private TimeSpan? _crashAt;

    /// <summary>A new worker that has not met its master yet.</summary>
    /// <param name="plan">What goes wrong with it.</param>
    /// <param name="random">Its own random stream.</param>
    /// <param name="appetite">How many tasks it asks for at once; it works on one at a time, in order.</param>
    /// <param name="say">Gets its log lines. Must not block for long. Null: nobody listens, and none is made.</param>
    /// <param name="wallClock">The time for log lines; null where there are none.</param>
    public WorkerSteps(
        CrashPlan plan, SeededRandom random, Appetite appetite, Action<WorkerLine>? say, Func<DateTimeOffset>? wallClock)
    {
        _plan = plan;
        _random = random;
        _jitter = new SeededRandom((long)random.NextBits());
        _appetite = appetite;
        _say = say;
        _wallClock = wallClock;
    }

    /// <summary>What the worker is about to do.</summary>
    public Fate Fate { get; private set; }

    /// <summary>Why it leaves, once it does.</summary>
    public LeaveReason LeaveReason { get; private set; }

    /// <summary>Whether the running task never ends, on purpose: the shell does not run it, and waits.</summary>
    public bool Stuck { get; private set; }

    /// <summary>The longest result that is sent, in bytes of UTF-8: it fits into a frame.</summary>
    public const int MaxResult = 15 << 20;

    private bool IsLeaving => _draining || _dismissed;

    private bool Holds => _running is not null || _waiting.Count > 0;

    /// <summary>
    /// When <see cref="Tick"/> or the next call has something to do, by the worker's clock; null: nothing planned. What
    /// cannot be said now is not due, however late it is: the shell would ask again and again without a pause.
    /// </summary>
    /// <param name="calling">Whether a call is under way: the next one waits for its reply.</param>
    /// <param name="renewing">Whether a renewal is under way.</param>
    public TimeSpan? NextDue(bool calling, bool renewing)
    {
        TimeSpan? due = _crashAt;
        if (_terms is null)
        {
            return due;
        }

        due = calling || IsLeaving ? due : Earlier(due, _askAt);
        due = calling ? due : Earlier(due, _sendAt);
        return renewing || !Holds ? due : Earlier(due, _renewAt);
    }

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

        LeaveIfOver();
    }

    /// <summary>There is no master to work for.</summary>
    /// <param name="why">Whether none answers, or one refuses.</param>
    /// <param name="text">What was heard last, for people.</param>
    public void GiveUp(LeaveReason why = LeaveReason.MasterLost, string? text = null) => Leave(why, text);

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

    /// <summary>Cut off while leaving, with nothing left to tell: no need to find a master to say goodbye to.</summary>
    private void LeaveIfOver()
    {
        if (_terms is null && IsLeaving && Fate == Fate.Work && _running is null && _outbox.Count == 0 && _failures.Count == 0)
        {
            Leave(_dismissed ? LeaveReason.Dismissed : LeaveReason.Drained);
        }
    }

    private void Leave(LeaveReason why, string? text = null)
    {
        Fate = Fate.Leave;
        LeaveReason = why;
        Say(WorkerLineKind.Leaving, null, text is null ? why.ToString() : $"{why}: {text}");
    }

    private void Say(WorkerLineKind kind, Assignment? task, string? text = null, double? seconds = null) =>
        _say?.Invoke(new WorkerLine(_wallClock!(), kind, task?.Task ?? -1, task?.Name, task?.Attempt ?? 0, text)
        {
            Seconds = seconds,
        });
}
