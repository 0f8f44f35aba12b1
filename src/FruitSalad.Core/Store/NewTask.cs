namespace FruitSalad.Store;

/// <summary>A task that has no number yet.</summary>
/// <param name="Name">What a person calls it.</param>
/// <param name="Duration">How long it takes, before the time scale.</param>
/// <param name="Payload">What its runner needs, as JSON text; null for a fruit.</param>
public sealed record NewTask(string Name, TimeSpan Duration, string? Payload = null)
{
    /// <summary>The key of a shared value that its runner needs as well; null: none.</summary>
    public string? Shared { get; init; }

    /// <summary>Numbers of tasks that must be done before; each smaller than this task's own number will be.</summary>
    public IReadOnlyList<int> DependsOn { get; init; } = [];
}
