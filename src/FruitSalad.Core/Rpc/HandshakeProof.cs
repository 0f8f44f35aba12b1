using System.Security.Cryptography;
using System.Text;
using FruitSalad.Contract;

namespace FruitSalad.Rpc;

/// <summary>
/// What each side computes to show that it knows the role's secret: HMAC-SHA-256 over
/// "fruitsalad/1 SIDE ROLE CALLER-NONCE MASTER-NONCE", the nonces in base64. The sides' texts differ, so that neither
/// proof can be sent back as the other.
/// </summary>
public static class HandshakeProof
{
    /// <summary>How long a nonce must be at least, in bytes.</summary>
    public const int NonceLength = 16;

    /// <summary>The master's proof.</summary>
    public static byte[] OfMaster(byte[] key, Role role, byte[] callerNonce, byte[] masterNonce) =>
        Compute(key, "master", role, callerNonce, masterNonce);

    /// <summary>The caller's proof.</summary>
    public static byte[] OfCaller(byte[] key, Role role, byte[] callerNonce, byte[] masterNonce) =>
        Compute(key, "caller", role, callerNonce, masterNonce);

    /// <summary>Whether two proofs are the same, in a time that does not tell where they differ.</summary>
    public static bool Same(byte[] expected, byte[] given) => CryptographicOperations.FixedTimeEquals(expected, given);

    private static byte[] Compute(byte[] key, string side, Role role, byte[] callerNonce, byte[] masterNonce)
    {
        string roleName = role == Role.Owner ? "owner" : "worker";
        string text = $"fruitsalad/1 {side} {roleName} {Convert.ToBase64String(callerNonce)} {Convert.ToBase64String(masterNonce)}";
        return HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text));
    }
}
