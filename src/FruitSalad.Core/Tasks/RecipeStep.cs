using System.Text.Json;

namespace FruitSalad.Tasks;

/// <summary>A task of a recipe as people write it: known by a word of theirs, not by a number.</summary>
/// <param name="Name">What people call it. Names may repeat, as fruits do.</param>
/// <param name="Seconds">How long it takes, in seconds before the time scale. 0: it takes what it takes.</param>
public sealed record RecipeStep(string Name, double Seconds = 0)
{
    /// <summary>A word for this task alone, by which others may depend on it; null: its name is enough.</summary>
    public string? Id { get; init; }

    /// <summary>The ids, or the names where they are the only ones, of the tasks that must be done before.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>What its worker needs beyond the name; null for a fruit.</summary>
    public JsonElement? Payload { get; init; }

    /// <summary>Ready tasks of a higher one go first; among equals the master's order decides.</summary>
    public int Priority { get; init; }

    /// <summary>For how many seconds after it was added it is not handed out yet, before the time scale.</summary>
    public double DelaySeconds { get; init; }

    /// <summary>
    /// How long one attempt may run, in seconds before the time scale; 0: as long as it likes; null: as the master says.
    /// </summary>
    public double? RunLimitSeconds { get; init; }

    /// <summary>After how many failed attempts it is dead; 0: never; null: as the master says.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>What a worker must offer to get it: "gpu", "region=eu".</summary>
    public IReadOnlyList<string> Label { get; init; } = [];

    /// <summary>The line of the file where it begins, from 1; null: it comes from no file.</summary>
    public int? Line { get; init; }

    /// <summary>The word by which others may depend on it.</summary>
    public override string ToString() => Id ?? Name;
}
