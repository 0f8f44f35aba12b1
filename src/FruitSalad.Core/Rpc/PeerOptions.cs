using System.Net;
using FruitSalad.Worker;

namespace FruitSalad.Rpc;

/// <summary>Who a peer is, and what goes wrong with it.</summary>
public sealed record PeerOptions
{
    /// <summary>Its number among the peers, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The salad's identity.</summary>
    public required Guid Salad { get; init; }

    /// <summary>The salad's secrets: peers know each other by the worker's, and whoever gathers by the owner's.</summary>
    public required SaladKeys Keys { get; init; }

    /// <summary>The address to listen on, at a port that is free.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>What goes wrong with it, on purpose.</summary>
    public CrashPlan Plan { get; init; } = CrashPlan.None;

    /// <summary>The seed of what is random in it; its number chooses the stream.</summary>
    public long Seed { get; init; }
}
