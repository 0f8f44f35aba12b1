using FruitSalad.Tasks;

namespace FruitSalad.History;

/// <summary>A promise that a history breaks.</summary>
/// <param name="Invariant">
/// Which: "S1" to "S15" or "L1" to "L4"; without a master also "P1" (as long as nobody is taken for dead no task is begun
/// twice), "P2" (whoever says that everything is done is right) and "P3" (one healthy peer is enough).
/// </param>
/// <param name="Message">What is wrong, in a sentence.</param>
/// <param name="Events">The events that show it, in their order; empty where nothing happened that should have.</param>
public sealed record Violation(string Invariant, string Message, IReadOnlyList<SaladEvent> Events)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Invariant}: {Message}";
}
