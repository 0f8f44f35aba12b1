namespace FruitSalad.History;

/// <summary>An addition as its owner remembers it.</summary>
/// <param name="Request">The addition's name.</param>
/// <param name="First">The number of its first task, as it was answered.</param>
/// <param name="Count">How many tasks it had.</param>
public sealed record AcknowledgedAddition(string Request, int First, int Count);
