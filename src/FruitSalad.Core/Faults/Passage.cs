namespace FruitSalad.Faults;

/// <summary>What becomes of one message.</summary>
/// <param name="Arrives">Whether it arrives at all.</param>
/// <param name="Damaged">Whether it arrives damaged.</param>
/// <param name="Delay">How long it is on its way.</param>
/// <param name="Overtakes">Whether the order of messages does not bind it.</param>
/// <param name="CopyAfter">When a second copy arrives, if one does.</param>
internal readonly record struct Passage(bool Arrives, bool Damaged, TimeSpan Delay, bool Overtakes, TimeSpan? CopyAfter)
{
    /// <summary>It never arrives.</summary>
    public static Passage Lost => default;
}
