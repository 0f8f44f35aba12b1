namespace FruitSalad.Contract;

/// <summary>Which half of the contract a connection may call.</summary>
public enum Role
{
    /// <summary>Asks, works, returns.</summary>
    Worker,

    /// <summary>Adds, reads, stops.</summary>
    Owner,
}

/// <summary>The first message of a connection.</summary>
/// <param name="Protocol">The newest protocol version that the caller speaks.</param>
/// <param name="Role">What it wants to be.</param>
/// <param name="Nonce">At least 16 random bytes, used once.</param>
public sealed record Hello(int Protocol, Role Role, byte[] Nonce)
{
    /// <summary>A worker's own identity, made once and kept.</summary>
    public Guid Worker { get; init; }

    /// <summary>What people call the worker; "W-pid" where it is left out.</summary>
    public string? Name { get; init; }

    /// <summary>The number of the worker's process on its machine; 0: not a process of its own.</summary>
    public int Pid { get; init; }

    /// <summary>The name of the worker's machine.</summary>
    public string? Host { get; init; }

    /// <summary>What the worker offers to tasks that ask for it: "gpu", "region=eu"; null: nothing.</summary>
    public IReadOnlyList<string>? Labels { get; init; }
}

/// <summary>The master's answer: its number used once, and the proof that it knows the role's secret.</summary>
/// <param name="Nonce">At least 16 random bytes, used once.</param>
/// <param name="Proof">HMAC-SHA-256 under the role's secret; see the protocol's document for the text.</param>
public sealed record Challenge(byte[] Nonce, byte[] Proof);

/// <summary>The caller's proof.</summary>
/// <param name="Value">HMAC-SHA-256 under the role's secret.</param>
public sealed record Proof(byte[] Value);

/// <summary>What a proven caller needs to begin. Durations are scaled already.</summary>
/// <param name="Protocol">The version that this connection speaks.</param>
/// <param name="Salad">The salad's identity.</param>
/// <param name="Name">The salad's name.</param>
/// <param name="TimeScale">What durations were multiplied with.</param>
/// <param name="Seed">The salad's recorded seed.</param>
/// <param name="PollMs">How long to wait before asking again where an answer does not say, in ms.</param>
/// <param name="LongPollMs">How long a question may wait at the master, in ms.</param>
/// <param name="LeaseMs">How long a lease lasts, in ms; null: for ever.</param>
/// <param name="HeartbeatMs">How often to renew, in ms; null: never.</param>
public sealed record Welcome(
    int Protocol, Guid Salad, string Name, double TimeScale, long Seed, double PollMs, double LongPollMs,
    double? LeaseMs = null, double? HeartbeatMs = null);
