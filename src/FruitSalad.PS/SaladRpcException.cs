namespace FruitSalad.PS;

/// <summary>A remote call was refused.</summary>
/// <param name="message">Why, for people.</param>
/// <param name="code">JSON-RPC's code of it: -32601 where the contract has no such method.</param>
/// <param name="inner">The cause.</param>
public sealed class SaladRpcException(string message, int code, Exception? inner = null)
    : InvalidOperationException(message, inner)
{
    /// <summary>JSON-RPC's code of it: -32601 where the contract has no such method.</summary>
    public int Code { get; } = code;
}
