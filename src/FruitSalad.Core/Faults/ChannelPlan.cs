namespace FruitSalad.Faults;

/// <summary>What the channel between the workers and the master does to messages. All of it is drawn from a seed.</summary>
/// <remarks>
/// On a connection messages keep their order, as over TCP, unless <see cref="Reordering"/> says otherwise. The end of a
/// connection is told by the operating system: it may be late, behind a partition, but is never lost.
/// </remarks>
public sealed record ChannelPlan
{
    /// <summary>Nothing is lost, and nothing takes time: the tutorial's perfect channel with T = 0.</summary>
    public static readonly ChannelPlan Perfect = new();

    /// <summary>The delay of messages to the master.</summary>
    public Delay ToMaster { get; init; }

    /// <summary>The delay of messages to workers.</summary>
    public Delay ToWorker { get; init; }

    /// <summary>How likely a message is lost, in [0, 1].</summary>
    public double Loss { get; init; }

    /// <summary>How likely it arrives a second time, after a delay of its own.</summary>
    public double Duplication { get; init; }

    /// <summary>How likely it may be overtaken, and overtake.</summary>
    public double Reordering { get; init; }

    /// <summary>
    /// How likely it is damaged. Damage is noticed: a damaged result is refused by its digest, any other message is as
    /// good as lost.
    /// </summary>
    public double Corruption { get; init; }

    /// <summary>When it is cut.</summary>
    public IReadOnlyList<Partition> Partitions { get; init; } = [];

    /// <summary>Whether every message arrives, within a known time.</summary>
    public bool IsPerfect => Loss == 0 && Corruption == 0 && Partitions.Count == 0 && ToMaster.IsBounded && ToWorker.IsBounded;

    /// <summary>The same delay both ways, and nothing else wrong.</summary>
    public static ChannelPlan Delayed(Delay delay) => new() { ToMaster = delay, ToWorker = delay };
}
