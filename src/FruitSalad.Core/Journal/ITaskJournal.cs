using FruitSalad.Store;

namespace FruitSalad.Journal;

/// <summary>
/// One salad's journal, which any number of masters share: a list of entries that only grows. Taking turns at it is all
/// that masters must agree upon, and a database's transaction is how.
/// </summary>
/// <remarks>
/// Calls fail with <see cref="StoreException"/>. After a turn that failed it is not known whether its entry was
/// appended: look again. Never called again before the call before has ended.
/// </remarks>
public interface ITaskJournal : IAsyncDisposable
{
    /// <summary>
    /// A hint: the next call is about to come, most likely a turn. What a journal can do for it beforehand, it may do now.
    /// </summary>
    /// <param name="after">The last entry that the caller has.</param>
    void Expect(long after)
    {
    }

    /// <summary>
    /// Takes the turn: nobody else appends until it is over. When this completes, the entry is on the disk.
    /// </summary>
    /// <param name="after">The last entry that the caller has.</param>
    /// <param name="decide">
    /// Given what was appended since, answers the entry to append, or null to give up the turn. Called once at most, on
    /// any thread, and must be quick: everybody else waits.
    /// </param>
    ValueTask TurnAsync(long after, Func<JournalTurn, JournalEntry?> decide);

    /// <summary>Reads what was appended, and keeps nobody waiting.</summary>
    /// <param name="after">The last entry that the caller has.</param>
    /// <param name="look">Gets it. Called once at most, on any thread.</param>
    ValueTask ReadAsync(long after, Action<JournalTurn> look);

    /// <summary>From now on somebody is told when others may have appended: a hint to look, on any thread.</summary>
    void Watch(Action appended);
}
