namespace FruitSalad.Store;

/// <summary>
/// When nobody served a salad for a while: no master ran, or none reached the store. Workers could not renew then, and
/// their silence proves nothing.
/// </summary>
public static class AbsenceRules
{
    /// <summary>
    /// How late what is due may be done, in real time whatever the time scale: a machine's pauses are no absence.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Whether what has been due for so long shows that no master was there: one that is does it at once.</summary>
    /// <param name="due">What the store would have done first, since the epoch; null: nothing was planned.</param>
    /// <param name="now">Since the epoch.</param>
    /// <param name="patience">How late is late.</param>
    public static bool NobodyServed(TimeSpan? due, TimeSpan now, TimeSpan patience) => now - due > patience;
}
