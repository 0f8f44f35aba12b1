using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FruitSalad.Rpc;

/// <summary>Where a master listens, and whom it lets in.</summary>
public sealed record MasterOptions
{
    /// <summary>The port of the tutorial.</summary>
    public const int DefaultPort = 18861;

    /// <summary>The address to listen on. Only this machine unless said otherwise.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0: any that is free.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The salad's secrets.</summary>
    public required SaladKeys Keys { get; init; }

    /// <summary>With it, every connection is TLS. It must have its private key.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The SHA-256 of the certificate, hexadecimal: what a join file pins. Null: no certificate.</summary>
    public string? Fingerprint => Certificate?.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>Whether other machines may connect without TLS: whoever sees the network then sees all but the secrets.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>Whether the process is nothing but this master: its owner may ask it to end, or kill it.</summary>
    public bool OwnProcess { get; init; }

    /// <summary>Whether to play a tiny salad first, while the workers start, so that this one's first fruits are not late.</summary>
    public bool Rehearse { get; init; } = true;

    /// <summary>How many connections at once.</summary>
    public int MaxConnections { get; init; } = 20_000;

    /// <summary>How many of them may be strangers, who have not proven who they are: one more is not let in.</summary>
    public int MaxStrangers { get; init; } = 512;

    /// <summary>How long a stranger may take to prove who it is. Real time, whatever the time scale.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Refuses what would be open by accident.</summary>
    /// <exception cref="ArgumentException">Other machines could connect, and there is neither TLS nor consent.</exception>
    public void Check()
    {
        if (!IPAddress.IsLoopback(Address) && Certificate is null && !AllowInsecure)
        {
            throw new ArgumentException(
                $"Other machines could connect to {Address} in the clear. Give a certificate, or allow it with AllowInsecure.");
        }
    }
}
