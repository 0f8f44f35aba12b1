using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.History;

/// <summary>A worker as its events tell it. Live: it changes with the fold that it belongs to.</summary>
public sealed class FoldedWorker
{
    private readonly List<FoldedTask> _held = [];

    internal FoldedWorker(WorkerId id, string? name)
    {
        Id = id;
        Name = name;
    }

    /// <summary>Its identity.</summary>
    public WorkerId Id { get; }

    /// <summary>What people call it.</summary>
    public string? Name { get; }

    /// <summary>Where it stands.</summary>
    public WorkerState State => Absence ?? (_held.Count == 0 ? WorkerState.Waiting : WorkerState.Working);

    /// <summary>What it holds, in the order in which it works.</summary>
    public IReadOnlyList<FoldedTask> Held => _held;

    /// <summary>How many results were accepted to its credit.</summary>
    public int Accepted { get; private set; }

    /// <summary>How many of its answers were not the accepted one.</summary>
    public int Disagreed { get; private set; }

    /// <summary>What it offers to tasks that ask for it; null: its coming was not seen.</summary>
    public IReadOnlyList<string>? Labels { get; internal set; }

    /// <summary>How many connections of its there were: each begins with a hello.</summary>
    public int Connections { get; internal set; }

    /// <summary>Its first event, since the epoch.</summary>
    public TimeSpan JoinedAt { get; internal init; }

    /// <summary>Whether it was sent home.</summary>
    public bool IsDismissed { get; internal set; }

    /// <summary>Away, lost or left; null while it is connected.</summary>
    internal WorkerState? Absence { get; set; }

    internal void Take(FoldedTask task) => _held.Add(task);

    internal void Credit() => Accepted++;

    internal void Blame() => Disagreed++;

    internal void Drop(FoldedTask task) => _held.Remove(task);
}
