using FruitSalad.Store;

namespace FruitSalad.Journal;

/// <summary>How a journal is read.</summary>
public sealed record JournaledStoreOptions
{
    /// <summary>
    /// Whether all events are kept in memory, however many, for whoever reads a history; else the last ones, as the
    /// salad's settings say.
    /// </summary>
    public bool AllEvents { get; init; }

    /// <summary>How late what is due may be done before it is taken for a time in which nobody served.</summary>
    public TimeSpan Patience { get; init; } = AbsenceRules.Patience;

    /// <summary>The rules; a test may put in wrong ones.</summary>
    internal RuleBook Rules { get; init; } = RuleBook.Standard;
}
