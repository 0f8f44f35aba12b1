namespace FruitSalad.Tasks;

/// <summary>One line of a salad's history, written in the same transition as what it tells.</summary>
public sealed record SaladEvent
{
    /// <summary>The detail of a stop that does not wait for what is in progress.</summary>
    public const string Forced = "forced";

    /// <summary>The event's number, from 0, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>When, since the salad's epoch, by the monotonic clock.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>What happened.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>The task it happened to, or -1.</summary>
    public int TaskId { get; init; } = -1;

    /// <summary>The task's name, or null.</summary>
    public string? TaskName { get; init; }

    /// <summary>The replica it happened to, from 1; 0: the task itself.</summary>
    public int Replica { get; init; }

    /// <summary>The attempt it happened to, or 0.</summary>
    public int Attempt { get; init; }

    /// <summary>The worker that it concerns, or none.</summary>
    public WorkerId Worker { get; init; }

    /// <summary>What people call that worker: its name, "W-4711" by default.</summary>
    public string? WorkerName { get; init; }

    /// <summary>
    /// For a lease that began or was renewed: its deadline since the epoch; null for none or never. For a task that
    /// is not to be handed out yet: when its time comes.
    /// </summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>For an added task: how long preparing it takes, before the time scale.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>For an added task: the numbers of the tasks that must be done before.</summary>
    public IReadOnlyList<int> DependsOn { get; init; } = [];

    /// <summary>For an added task: what it asks for beyond the policy; null for nothing.</summary>
    public TaskOptions? Options { get; init; }

    /// <summary>For a worker that joined: the labels that it offers.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>A reason, a verdict or an error's text.</summary>
    public string? Detail { get; init; }
}
