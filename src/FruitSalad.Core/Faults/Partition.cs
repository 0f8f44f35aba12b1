namespace FruitSalad.Faults;

/// <summary>A time in which nothing passes between the master and some workers.</summary>
/// <param name="From">Since the salad's epoch.</param>
/// <param name="Until">When it heals.</param>
/// <param name="Workers">The workers cut off, by their place in the plan from 0; null: all.</param>
public sealed record Partition(TimeSpan From, TimeSpan Until, IReadOnlyList<int>? Workers = null)
{
    /// <summary>Whether this worker is cut off at this moment.</summary>
    public bool Cuts(int worker, TimeSpan now) =>
        now >= From && now < Until && (Workers is null || Workers.Contains(worker));
}
