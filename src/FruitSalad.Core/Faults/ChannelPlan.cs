namespace FruitSalad.Faults;

/// <summary>What the channel between the workers and the master does to messages. All of it is drawn from a seed.</summary>
/// <remarks>
/// On a connection messages keep their order, as over TCP, unless <see cref="OneWayPlan.Reordering"/> says otherwise. The
/// end of a connection is told by the operating system: it may be late, behind a partition, but is never lost. Damage
/// is noticed: a damaged result is refused by its digest, any other message is as good as lost.
/// </remarks>
public sealed record ChannelPlan
{
    /// <summary>Nothing is lost, and nothing takes time: the tutorial's perfect channel with T = 0.</summary>
    public static readonly ChannelPlan Perfect = new();

    /// <summary>What happens to messages to the master.</summary>
    public OneWayPlan ToMaster { get; init; } = OneWayPlan.Perfect;

    /// <summary>What happens to messages to workers.</summary>
    public OneWayPlan ToWorker { get; init; } = OneWayPlan.Perfect;

    /// <summary>When it is cut.</summary>
    public IReadOnlyList<Partition> Partitions { get; init; } = [];

    /// <summary>Whether every message arrives, within a known time.</summary>
    public bool IsPerfect => Partitions.Count == 0 && ToMaster.IsPerfect && ToWorker.IsPerfect;

    /// <summary>The same in both directions.</summary>
    public static ChannelPlan Both(OneWayPlan way) => new() { ToMaster = way, ToWorker = way };

    /// <summary>The same delay both ways, and nothing else wrong.</summary>
    public static ChannelPlan Delayed(Delay delay) => Both(new OneWayPlan { Delay = delay });
}
