namespace FruitSalad.Store;

/// <summary>A durable store failed. A master that meets this answers "unavailable", never anything else.</summary>
/// <param name="fault">What is wrong.</param>
/// <param name="message">For people: what, where, and what to do. No secret in it.</param>
/// <param name="inner">The cause.</param>
public sealed class StoreException(StoreFault fault, string message, Exception? inner = null)
    : IOException(message, inner)
{
    /// <summary>What is wrong.</summary>
    public StoreFault Fault { get; } = fault;
}
