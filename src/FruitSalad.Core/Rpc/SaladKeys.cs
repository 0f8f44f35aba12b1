using System.Security.Cryptography;
using FruitSalad.Contract;

namespace FruitSalad.Rpc;

/// <summary>A salad's two secrets. They belong to the salad, not to a process: a restarted master knows its workers.</summary>
/// <param name="Worker">Whoever knows it may work. 32 bytes.</param>
/// <param name="Owner">Whoever knows it may add, read and stop. 32 bytes.</param>
public sealed record SaladKeys(byte[] Worker, byte[] Owner)
{
    /// <summary>How long a secret is.</summary>
    public const int Length = 32;

    /// <summary>New secrets.</summary>
    public static SaladKeys Create() => new(RandomNumberGenerator.GetBytes(Length), RandomNumberGenerator.GetBytes(Length));

    /// <summary>The secret of a role.</summary>
    public byte[] Of(Role role) => role == Role.Owner ? Owner : Worker;
}
