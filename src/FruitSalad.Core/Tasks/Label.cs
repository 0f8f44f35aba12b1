namespace FruitSalad.Tasks;

/// <summary>Bounds of labels: short words that tasks ask for and workers offer.</summary>
public static class Label
{
    /// <summary>What a worker offers that runs scripts, and a script's task may ask for.</summary>
    public const string Script = "script";

    /// <summary>How many of them a task or a worker may have.</summary>
    public const int MaxCount = 16;

    /// <summary>How many characters one may have.</summary>
    public const int MaxLength = 64;

    /// <summary>Why these cannot be labels; null: they can.</summary>
    public static string? FlawOf(IReadOnlyList<string> labels)
    {
        if (labels.Count > MaxCount)
        {
            return $"{labels.Count} labels are more than {MaxCount}";
        }

        foreach (string label in labels)
        {
            if (string.IsNullOrWhiteSpace(label) || label.Length > MaxLength || label.Any(char.IsControl))
            {
                return $"a label is a word of at most {MaxLength} characters";
            }
        }

        return null;
    }
}
