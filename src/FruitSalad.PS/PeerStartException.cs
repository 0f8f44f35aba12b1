namespace FruitSalad.PS;

/// <summary>A peer ended before it listened; the message is what it wrote to its standard error.</summary>
internal sealed class PeerStartException(string message) : InvalidOperationException(message);
