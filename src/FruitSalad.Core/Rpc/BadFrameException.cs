namespace FruitSalad.Rpc;

/// <summary>Something came that is no frame of this protocol. The message says why.</summary>
/// <param name="message">Why, for people.</param>
/// <param name="inner">What the parser said.</param>
public sealed class BadFrameException(string message, Exception? inner = null) : IOException(message, inner);
