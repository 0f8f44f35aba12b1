namespace FruitSalad.Contract;

/// <summary>A master as the owner, and the masters beside it, see it.</summary>
/// <param name="Id">Its identity: one run of one master.</param>
/// <param name="Address">Where it listens, seen from its own machine: "host:port".</param>
/// <param name="Host">Its machine.</param>
/// <param name="Pid">Its process.</param>
/// <param name="OwnProcess">Whether that process is nothing but the master: it ends with it, and may be killed.</param>
public sealed record MasterView(Guid Id, string Address, string Host, int Pid, bool OwnProcess)
{
    /// <summary>The SHA-256 of its certificate, hexadecimal; null: connections are in the clear.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Whether it is the one that was asked.</summary>
    public bool Asked { get; init; }
}

/// <summary>The answer to `get_masters`.</summary>
/// <param name="Masters">Those that serve the salad now, in the order in which they came.</param>
public sealed record MasterList(IReadOnlyList<MasterView> Masters);
