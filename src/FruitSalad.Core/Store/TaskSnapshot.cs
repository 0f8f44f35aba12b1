using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>A task and where it stands, copied out of the store.</summary>
/// <param name="Task">The task.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempt">The last attempt's number; 0 before the first.</param>
/// <param name="Worker">Whom the last attempt was issued to.</param>
/// <param name="WorkerName">What people call that worker.</param>
/// <param name="Deadline">The live lease's end, since the epoch; null for none or never.</param>
/// <param name="Result">The accepted result, as JSON text.</param>
/// <param name="LastError">What the last failed attempt said.</param>
public sealed record TaskSnapshot(
    SaladTask Task, TaskState State, int Attempt, WorkerId Worker, string? WorkerName, TimeSpan? Deadline,
    string? Result, string? LastError)
{
    /// <summary>The number of the dead task because of which this one is blocked for ever; null while there is hope.</summary>
    public int? BlockedBy { get; init; }

    /// <summary>The replicas of a task that several workers do.</summary>
    public IReadOnlyList<ReplicaSnapshot> Replicas { get; init; } = [];

    /// <summary>When a task comes due that waits for nothing but its time, since the epoch.</summary>
    public TimeSpan? DueAt { get; init; }

    /// <summary>Whether it is ready, and no worker that is present offers all its labels.</summary>
    public bool Unplaced { get; init; }
}
