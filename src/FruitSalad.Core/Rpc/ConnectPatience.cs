namespace FruitSalad.Rpc;

/// <summary>How long to try to reach a master. Real time, whatever the time scale.</summary>
/// <param name="Total">All attempts together.</param>
/// <param name="Attempt">One attempt: connecting and shaking hands.</param>
public readonly record struct ConnectPatience(TimeSpan Total, TimeSpan Attempt);
