using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>A worker as the memory store knows it. In the deadline queue while it is away and may come back.</summary>
internal sealed class WorkerRecord(WorkerId id, WorkerIntroduction introduction, TimeSpan joinedAt) : Timed
{
    public WorkerId Id { get; } = id;

    public string Name { get; } = introduction.Name;

    public WorkerIntroduction Introduction { get; } = introduction;

    public TimeSpan JoinedAt { get; } = joinedAt;

    public WorkerState State { get; set; }

    public bool IsPresent => State is WorkerState.Waiting or WorkerState.Working;

    public TimeSpan LastSeen { get; set; } = joinedAt;

    /// <summary>Counts its connections: the end of an old one says nothing about a newer one.</summary>
    public int Connection { get; set; }

    /// <summary>What it holds, in the order in which it works: the first one runs.</summary>
    public List<TaskCell> Held { get; } = [];

    /// <summary>The share that is kept for it; null: none, or not yet.</summary>
    public ReadyList? Share { get; set; }

    public int Accepted { get; set; }

    /// <summary>Whether it gets nothing more and should leave.</summary>
    public bool IsDismissed { get; set; }

    /// <summary>How many of its answers were not the accepted one.</summary>
    public int Disagreed { get; set; }

    /// <summary>
    /// The last question's number, and the leases that answered it, if any did: the same question gets them again.
    /// </summary>
    public long LastRequest { get; set; }

    public Grant[] LastGrants { get; set; } = [];
}
