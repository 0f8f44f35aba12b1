namespace FruitSalad.Simulation;

/// <summary>What a happening tells of itself.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Task">With which task; -1: none.</param>
/// <param name="Other">The place of the other worker that it is about; -1: none.</param>
internal readonly record struct Told(TraceAction Action, int Task = -1, int Other = -1);
