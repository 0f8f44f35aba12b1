namespace FruitSalad.Simulation;

/// <summary>What a happening tells of itself.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Task">With which task; -1: none.</param>
internal readonly record struct Told(TraceAction Action, int Task = -1);
