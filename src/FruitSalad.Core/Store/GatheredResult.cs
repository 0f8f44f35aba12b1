using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>What became of a task that peers took by themselves.</summary>
/// <param name="TaskId">Which.</param>
/// <param name="Result">Its result, as JSON text; null where it was given up.</param>
/// <param name="Failed">The attempts at it that failed before, in their order.</param>
public readonly record struct GatheredResult(int TaskId, string? Result, params IReadOnlyList<GatheredFailure> Failed);

/// <summary>An attempt that failed.</summary>
/// <param name="Worker">Whose.</param>
/// <param name="Error">What went wrong.</param>
public readonly record struct GatheredFailure(WorkerId Worker, string Error);
