using FruitSalad.Tasks;

namespace FruitSalad.Stealing;

/// <summary>What every peer of a salad knows from the beginning. Durations are scaled already.</summary>
public sealed record PeerTerms
{
    /// <summary>All tasks, by their numbers. None depends on another.</summary>
    public required IReadOnlyList<SaladTask> Tasks { get; init; }

    /// <summary>Which tasks each peer begins with. Every task is in one share.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Shares { get; init; }

    /// <summary>After how long without an answer a peer is taken for dead; null: only when nobody listens there.</summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>Which part of its waiting tasks a victim gives away, in (0, 1]; at least one task, if there is one.</summary>
    public double Fraction { get; init; } = 0.5;

    /// <summary>How long a thief pauses that has found nothing anywhere; longer each time, up to eight times as long.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// After how many failed attempts a task is given up; null: never. What a dead peer had tried is tried anew.
    /// </summary>
    public int? MaxAttempts { get; init; }

    /// <summary>How many peers there are.</summary>
    public int Peers => Shares.Count;

    /// <summary>How long to wait for an answer before asking the same again, and between two signs of life.</summary>
    internal TimeSpan Retry => Lease / PeerSteps.Tries ?? TimeSpan.FromSeconds(3);

    /// <summary>What the salad's policy becomes without a master.</summary>
    public static SaladPolicy PolicyOf(SaladPolicy policy) => policy with { Strategy = Strategy.WorkStealing };

    /// <summary>Deals the tasks out one by one, like cards.</summary>
    /// <param name="tasks">How many tasks.</param>
    /// <param name="peers">How many peers.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Deal(int tasks, int peers) =>
        [.. Enumerable.Range(0, peers).Select(peer => Enumerable.Range(0, tasks).Where(task => task % peers == peer).ToArray())];
}
