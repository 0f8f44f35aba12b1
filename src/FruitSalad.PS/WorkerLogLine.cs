using FruitSalad.Worker;

namespace FruitSalad.PS;

/// <summary>A line of a worker's own log, with whose it is.</summary>
/// <param name="Worker">What people call the worker.</param>
/// <param name="Line">The line.</param>
internal sealed record WorkerLogLine(string Worker, WorkerLine Line);
