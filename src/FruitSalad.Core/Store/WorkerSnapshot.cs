using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>A worker and where it stands, copied out of the store.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Introduction">How it presented itself.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Held">Numbers of the tasks that it holds; the first one runs.</param>
/// <param name="Accepted">How many of its results were accepted.</param>
/// <param name="JoinedAt">Its first hello, since the epoch.</param>
/// <param name="LastSeen">Its last sign of life, since the epoch.</param>
public sealed record WorkerSnapshot(
    WorkerId Id, WorkerIntroduction Introduction, WorkerState State, IReadOnlyList<int> Held, int Accepted,
    TimeSpan JoinedAt, TimeSpan LastSeen)
{
    /// <summary>How many of its answers were not the one that the quorum accepted.</summary>
    public int Disagreed { get; init; }
}
