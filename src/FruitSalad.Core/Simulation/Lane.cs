namespace FruitSalad.Simulation;

/// <summary>One direction of a connection: what went into it last, and must not be overtaken.</summary>
internal readonly record struct Lane(TimeSpan At, ulong Rank);
