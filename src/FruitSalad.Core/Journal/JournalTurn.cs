namespace FruitSalad.Journal;

/// <summary>What somebody finds in the journal when it is their turn.</summary>
/// <param name="Entries">What was appended after the last entry that they have, in order; perhaps not all of it.</param>
/// <param name="IsComplete">Whether that is all. Only then may they append.</param>
/// <param name="Now">The journal's clock, since the salad's epoch: no entry's time is later.</param>
/// <param name="IsInterrupted">
/// Whether the clock stood still since the last entry, with the machine: nothing can be said of the time between.
/// </param>
public sealed record JournalTurn(
    IReadOnlyList<JournalEntry> Entries, bool IsComplete, TimeSpan Now, bool IsInterrupted = false);
