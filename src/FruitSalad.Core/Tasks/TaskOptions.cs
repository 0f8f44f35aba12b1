namespace FruitSalad.Tasks;

/// <summary>What one task asks for beyond the salad's policy. Durations are before the time scale.</summary>
public sealed record TaskOptions
{
    /// <summary>Nothing.</summary>
    public static readonly TaskOptions None = new();

    /// <summary>Ready tasks of a higher one go first; among equals the policy's order decides.</summary>
    public int Priority { get; init; }

    /// <summary>How long after it was added it is not handed out yet.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How long one attempt may run; zero: as long as it likes; null: as the policy says.</summary>
    public TimeSpan? RunLimit { get; init; }

    /// <summary>After how many failed attempts it is dead; 0: never; null: as the policy says.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>What a worker must offer to get it: "gpu", "region=eu". Compared letter by letter.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether it asks for nothing.</summary>
    public bool IsNone =>
        Priority == 0 && Delay == TimeSpan.Zero && RunLimit is null && MaxAttempts is null && Labels.Count == 0;

    /// <summary>Why it asks for something impossible; null: it does not.</summary>
    public string? Flaw => this switch
    {
        _ when Delay < TimeSpan.Zero => "a delay cannot be negative",
        _ when RunLimit < TimeSpan.Zero => "a run limit cannot be negative",
        _ when MaxAttempts < 0 => "the number of attempts cannot be negative",
        _ => Label.FlawOf(Labels),
    };
}
