namespace FruitSalad.Tasks;

/// <summary>A worker's identity. The worker makes it once and keeps it over reconnects and masters.</summary>
/// <param name="Value">The identity's 128 bits.</param>
public readonly record struct WorkerId(Guid Value)
{
    /// <summary>No worker.</summary>
    public static readonly WorkerId None;

    /// <summary>Whether this names a worker at all.</summary>
    public bool IsNone => Value == Guid.Empty;

    /// <summary>Reads an identity from its text form.</summary>
    /// <param name="text">A GUID in any of its usual forms.</param>
    /// <exception cref="FormatException">The text is not a GUID.</exception>
    public static WorkerId Parse(string text) => new(Guid.Parse(text));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N")[..8];
}
