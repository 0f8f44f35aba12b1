using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>
/// A task as the memory store keeps it. One object a task and no more until something happens to it: a million ready
/// tasks cost their names and this.
/// </summary>
internal sealed class TaskCell(int id, NewTask task) : Timed
{
    public int Id { get; } = id;

    public string Name { get; } = task.Name;

    public TimeSpan Duration { get; } = task.Duration;

    public string? Payload { get; } = task.Payload;

    public string? Shared { get; } = task.Shared;

    /// <summary>The rules' view of the task.</summary>
    public TaskRow Row { get; set; }

    /// <summary>The accepted result, as JSON text.</summary>
    public string? Result { get; set; }

    /// <summary>What few tasks have: dependencies, dependants, earlier attempts, the last error.</summary>
    public TaskTies? Ties { get; set; }

    /// <summary>Neighbours in the ready list.</summary>
    public TaskCell? Before { get; set; }

    public TaskCell? After { get; set; }

    /// <summary>Whom this attempt was issued to; none if it never was.</summary>
    public WorkerId IssuedTo(int attempt)
    {
        if (attempt == Row.Attempt && attempt > 0)
        {
            return Row.Holder;
        }

        return attempt > 0 && attempt < Row.Attempt ? Ties!.EarlierHolders[attempt - 1] : WorkerId.None;
    }

    public SaladTask ToTask() => new(Id, Name, Duration) { Payload = Payload, Shared = Shared, DependsOn = Ties?.DependsOn ?? [] };
}
