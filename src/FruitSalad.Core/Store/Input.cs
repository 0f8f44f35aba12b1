namespace FruitSalad.Store;

/// <summary>The result of a task that another one depends on.</summary>
/// <param name="TaskId">The task that is done.</param>
/// <param name="Result">Its accepted result, as JSON text.</param>
public readonly record struct Input(int TaskId, string? Result);
