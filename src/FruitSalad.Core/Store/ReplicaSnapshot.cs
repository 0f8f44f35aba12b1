using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>One of the workers' turns at a task that several do, copied out of the store.</summary>
/// <param name="Number">The replica's number, from 1.</param>
/// <param name="State">Where it stands; done: its answer is in.</param>
/// <param name="Attempt">The last attempt that was issued for it; 0 before the first.</param>
/// <param name="WorkerName">What people call the worker of that attempt, or of the answer.</param>
/// <param name="Agrees">Whether its answer is the accepted one; null where either is missing.</param>
public sealed record ReplicaSnapshot(int Number, TaskState State, int Attempt, string? WorkerName, bool? Agrees);
