namespace FruitSalad.Tasks;

/// <summary>A unit of work: one ingredient to prepare, or one payload for a runner that understands it.</summary>
/// <param name="Id">The task's number in its salad, from 0, without gaps. Fruits repeat, numbers do not.</param>
/// <param name="Name">What a person calls it: "pomme".</param>
/// <param name="Duration">How long preparing it takes, before the time scale. Zero for work that takes what it takes.</param>
public sealed record SaladTask(int Id, string Name, TimeSpan Duration)
{
    /// <summary>What the runner needs beyond the name, as JSON text; null for a fruit.</summary>
    public string? Payload { get; init; }

    /// <summary>The key of a shared value that the runner needs as well; null: none.</summary>
    public string? Shared { get; init; }

    /// <summary>What it asks for beyond the policy.</summary>
    public TaskOptions Options { get; init; } = TaskOptions.None;

    /// <summary>Numbers of the tasks whose results must be accepted before this one is handed out.</summary>
    public IReadOnlyList<int> DependsOn { get; init; } = [];
}
