namespace FruitSalad.Rpc;

/// <summary>No master answers at an address, or what answers is not the right one. The message says which.</summary>
/// <param name="message">For people.</param>
/// <param name="inner">The cause.</param>
public sealed class MasterUnreachableException(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>Whether trying again can help: nobody listens yet, say; not where the secret is wrong.</summary>
    public bool MayPass { get; init; } = true;

    /// <summary>Whether a master is there, and only its store cannot be reached: that is worth waiting for.</summary>
    public bool IsStoreGone { get; init; }
}
