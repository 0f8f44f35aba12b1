using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>A salad at one moment.</summary>
public sealed record SaladSnapshot
{
    /// <summary>Tasks by state.</summary>
    public required TaskCounts Counts { get; init; }

    /// <summary>Whether no more tasks will come.</summary>
    public bool Closed { get; init; }

    /// <summary>Why it ended; None while it has not.</summary>
    public EndReason EndReason { get; init; }

    /// <summary>The round: 1, and one more each time an ended salad got tasks again.</summary>
    public int Round { get; init; }

    /// <summary>When the clock of this round started, since the epoch; null before the first task was asked for.</summary>
    public TimeSpan? StartedAt { get; init; }

    /// <summary>When this round ended, since the epoch.</summary>
    public TimeSpan? EndedAt { get; init; }

    /// <summary>How many ready tasks no worker that is present may take, for want of labels.</summary>
    public int Unplaced { get; init; }

    /// <summary>Everybody who ever said hello, in that order.</summary>
    public required IReadOnlyList<WorkerSnapshot> Workers { get; init; }

    /// <summary>How many events there were.</summary>
    public long Events { get; init; }
}
