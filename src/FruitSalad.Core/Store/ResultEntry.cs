using System.Text.Json.Serialization;
using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>A result on its way into the store.</summary>
/// <param name="TaskId">For which task.</param>
/// <param name="Attempt">For which attempt.</param>
/// <param name="Result">The result, as JSON text.</param>
/// <param name="Intact">Whether its digest matches and its size is within bounds; checked before, outside the lock.</param>
[method: JsonConstructor]
public readonly record struct ResultEntry(int TaskId, int Attempt, string? Result, bool Intact = true)
{
    /// <summary>Tasks that this result brings along: they enter in the accepting transition, or not at all.</summary>
    public IReadOnlyList<NewTask> Children { get; init; } = [];

    /// <summary>
    /// The digest by which it is compared with others; null: the store makes it. Made before, outside the lock, where
    /// answers are compared.
    /// </summary>
    public string? Digest { get; init; }

    /// <summary>Why such a task cannot be added, where that shows before it comes to the store: the attempt fails then.</summary>
    public string? Unfit { get; init; }
}
