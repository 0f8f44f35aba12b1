using FruitSalad.Rpc;
using FruitSalad.Worker;

namespace FruitSalad.Processes;

/// <summary>
/// What a peer process is told on its standard input: the first line, as JSON. It answers with the port where it listens.
/// </summary>
public sealed record PeerSettings
{
    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its number among the peers.</summary>
    public required int Index { get; init; }

    /// <summary>The salad's identity.</summary>
    public required Guid Salad { get; init; }

    /// <summary>The salad's secrets.</summary>
    public required SaladKeys Keys { get; init; }

    /// <summary>What goes wrong with it, on purpose.</summary>
    public CrashPlan Plan { get; init; } = CrashPlan.None;

    /// <summary>The seed of what is random in it.</summary>
    public long Seed { get; init; }

    /// <summary>The culture of its texts.</summary>
    public string Culture { get; init; } = "";

    /// <summary>The same, as the peer's host takes it.</summary>
    internal PeerOptions ToOptions() => new() { Index = Index, Salad = Salad, Keys = Keys, Plan = Plan, Seed = Seed };
}
