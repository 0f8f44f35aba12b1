namespace FruitSalad.Store;

/// <summary>What became of a task that a peer took by itself.</summary>
/// <param name="TaskId">Which.</param>
/// <param name="Result">Its result, as JSON text; null where the work failed.</param>
/// <param name="Error">Why the work failed; null where it did not.</param>
public readonly record struct GatheredResult(int TaskId, string? Result, string? Error = null);
