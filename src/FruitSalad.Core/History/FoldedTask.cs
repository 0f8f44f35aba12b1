using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.History;

/// <summary>A task as its events tell it. Live: it changes with the fold that it belongs to.</summary>
public sealed class FoldedTask
{
    private FoldedWorker? _firstIssuedTo;
    private List<FoldedWorker?>? _laterIssuedTo;
    private int _firstAttempt = 1;
    private int _issued;

    internal FoldedTask(int id)
    {
        Id = id;
    }

    /// <summary>The task's number.</summary>
    public int Id { get; }

    /// <summary>The task that this is a replica of; null: it is one of its own.</summary>
    public FoldedTask? Original { get; internal init; }

    /// <summary>The replica's number, from 1; 0: none.</summary>
    public int Replica { get; internal init; }

    /// <summary>Its replicas since it was added or restarted, where several workers do it.</summary>
    public IReadOnlyList<FoldedTask> Replicas => ReplicaList ?? (IReadOnlyList<FoldedTask>)[];

    /// <summary>The digest of a replica's answer or, of a task, of the accepted one; null: none yet, or nothing was compared.</summary>
    public string? Answer { get; internal set; }

    /// <summary>Whose answer that is, of a replica.</summary>
    public FoldedWorker? AnsweredBy { get; internal set; }

    /// <summary>Whether a replica's answer was said to be another than the accepted one.</summary>
    public bool Disagreed { get; internal set; }

    /// <summary>The task's name; null if no event that was seen names it.</summary>
    public string? Name { get; internal set; }

    /// <summary>How long it takes, before the time scale; null if it was added before the events that were seen.</summary>
    public TimeSpan? Duration { get; internal set; }

    /// <summary>Numbers of the tasks that must be done before.</summary>
    public IReadOnlyList<int> DependsOn { get; internal set; } = [];

    /// <summary>
    /// Whether its first event was seen, and those of its dependencies. Otherwise charges, whether it is blocked and
    /// early attempts are not known for sure.
    /// </summary>
    public bool IsWhole { get; internal set; }

    /// <summary>Where it stands.</summary>
    public TaskState State { get; internal set; }

    /// <summary>What it asks for beyond the policy.</summary>
    public TaskOptions Options { get; internal set; } = TaskOptions.None;

    /// <summary>Whether it is blocked by nothing but its time.</summary>
    public bool Delayed { get; internal set; }

    /// <summary>Before when it is not handed out, since the epoch; null: nothing was said.</summary>
    public TimeSpan? NotBefore { get; internal set; }

    /// <summary>When the last attempt failed that counts towards the cap, since the epoch; null: none did.</summary>
    public TimeSpan? ChargedAt { get; internal set; }

    /// <summary>Whether its holder works on it, rather than keeping it for later.</summary>
    public bool Running { get; internal set; }

    /// <summary>When the last attempt began to run, since the epoch.</summary>
    public TimeSpan RunningSince { get; internal set; }

    /// <summary>The last attempt's number; 0 before the first.</summary>
    public int Attempt { get; internal set; }

    /// <summary>How many attempts count towards the cap, since it was added or restarted.</summary>
    public int Charges { get; internal set; }

    /// <summary>How many had failed when its own last one did; the replicas of a task share their charges.</summary>
    internal int ChargesThen { get; set; }

    /// <summary>The attempt whose result was accepted; 0 before that.</summary>
    public int AcceptedAttempt { get; internal set; }

    /// <summary>Whom the last attempt was issued to; null before the first.</summary>
    public FoldedWorker? Holder { get; internal set; }

    /// <summary>The live lease's end, since the epoch; null for none or never.</summary>
    public TimeSpan? Deadline { get; internal set; }

    /// <summary>The last event that named it.</summary>
    public SaladEvent? LastEvent { get; internal set; }

    /// <summary>The event that accepted its result.</summary>
    public SaladEvent? AcceptedBy { get; internal set; }

    internal List<FoldedTask>? ReplicaList { get; set; }

    /// <summary>How many replicas it ever had.</summary>
    internal int LastReplica { get; set; }

    /// <summary>Whether a result may still come of it as things stand.</summary>
    internal bool IsLive => State is TaskState.Ready or TaskState.Leased || Delayed;

    /// <summary>Neighbours among what is in progress, and in its holder's hands.</summary>
    internal FoldedTask? Before { get; set; }

    internal FoldedTask? After { get; set; }

    /// <summary>Whether this attempt of this worker is the live lease.</summary>
    public bool IsHeldBy(WorkerId worker, int attempt) =>
        State == TaskState.Leased && Attempt == attempt && Holder?.Id == worker;

    /// <summary>The task, or the replica of it, whose live lease this is; null: none.</summary>
    public FoldedTask? HeldUnder(WorkerId worker, int attempt) => ReplicaList is null
        ? IsHeldBy(worker, attempt) ? this : null
        : ReplicaList.Find(replica => replica.IsHeldBy(worker, attempt));

    /// <summary>Whom an attempt was issued to; null if it never was, or before the events that were seen.</summary>
    public FoldedWorker? IssuedTo(int attempt)
    {
        int place = attempt - _firstAttempt;
        if ((uint)place >= (uint)_issued)
        {
            return null;
        }

        return place == 0 ? _firstIssuedTo : _laterIssuedTo![place - 1];
    }

    /// <summary>Whether the events that were seen can tell whom this attempt was issued to.</summary>
    public bool Knows(int attempt) => IsWhole || (_issued > 0 && attempt >= _firstAttempt);

    internal void Issue(int attempt, FoldedWorker? worker)
    {
        // Attempts go up by one. In a broken history they may not: start again from there.
        if (_issued == 0 || attempt != _firstAttempt + _issued)
        {
            _issued = 0;
            _laterIssuedTo = null;
            _firstAttempt = attempt;
            _firstIssuedTo = worker;
        }
        else
        {
            // Most tasks are issued once: a million of them need no list.
            (_laterIssuedTo ??= []).Add(worker);
        }

        _issued++;
        Attempt = attempt;
        Holder = worker;
    }
}
