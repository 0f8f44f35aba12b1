using FruitSalad.Contract;
using FruitSalad.Tasks;

namespace FruitSalad.PS;

/// <summary>A task of a salad, as Get-SaladTask shows it.</summary>
public sealed class TaskEntry
{
    internal TaskEntry(SaladMasterHandle master, TaskView task)
    {
        Master = master;
        Id = task.Id;
        Name = task.Name;
        State = task.State;
        Seconds = task.DurationMs / 1000;
        Attempt = task.Attempt;
        Worker = task.Worker;
        Lease = task.LeaseMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
        Error = task.Error;
        DependsOn = task.DependsOn ?? [];
        BlockedBy = task.BlockedBy;
        Due = task.DueMs is { } left ? TimeSpan.FromMilliseconds(left) : null;
        Priority = task.Priority ?? 0;
        Label = task.Labels ?? [];
        Unplaced = task.Unplaced;
        Replicas = task.Replicas ?? [];
    }

    /// <summary>The task's number.</summary>
    public int Id { get; }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>Where it stands.</summary>
    public TaskState State { get; }

    /// <summary>How long it takes, in seconds, before the time scale.</summary>
    public double Seconds { get; }

    /// <summary>The last attempt's number; 0 before the first.</summary>
    public int Attempt { get; }

    /// <summary>What people call the worker of the last attempt.</summary>
    public string? Worker { get; }

    /// <summary>How long its lease lasts from now; null for none or for ever.</summary>
    public TimeSpan? Lease { get; }

    /// <summary>What the last failed attempt said.</summary>
    public string? Error { get; }

    /// <summary>Numbers of the tasks that must be done before.</summary>
    public IReadOnlyList<int> DependsOn { get; }

    /// <summary>
    /// The number of the dead task because of which this one is blocked for ever; null while there is hope.
    /// Restart-SaladTask gives that one new attempts.
    /// </summary>
    public int? BlockedBy { get; }

    /// <summary>How long it waits for its time, from now, where it waits for nothing else.</summary>
    public TimeSpan? Due { get; }

    /// <summary>Ready tasks of a higher one go first.</summary>
    public int Priority { get; }

    /// <summary>What a worker must offer to get it.</summary>
    public IReadOnlyList<string> Label { get; }

    /// <summary>Whether it is ready, and no worker that is present offers all its labels.</summary>
    public bool Unplaced { get; }

    /// <summary>The turns of the workers at a task that several do, and whether their answers agree.</summary>
    public IReadOnlyList<ReplicaView> Replicas { get; }

    /// <summary>The task's master.</summary>
    public SaladMasterHandle Master { get; }
}
