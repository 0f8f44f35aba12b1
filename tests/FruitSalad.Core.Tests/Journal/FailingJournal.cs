using FruitSalad.Journal;
using FruitSalad.Store;

namespace FruitSalad.Core.Tests.Journal;

/// <summary>A journal whose turns fail when the test says so: before anything was decided, or after it was written or not.</summary>
internal sealed class FailingJournal(ITaskJournal journal) : ITaskJournal
{
    public Failing Next { get; set; }

    /// <summary>How many calls fail from now on, of whatever kind.</summary>
    public int DownFor { get; set; }

    /// <summary>One of them failed.</summary>
    public Action? Failed { get; set; }

    public async ValueTask TurnAsync(long after, Func<JournalTurn, JournalEntry?> decide)
    {
        Failing failing = Fails() ? Failing.BeforeTurn : Next;
        Next = Failing.Not;
        switch (failing)
        {
            case Failing.BeforeTurn:
                throw Gone();
            case Failing.BeforeCommit:
                await journal.TurnAsync(after, turn =>
                {
                    decide(turn);
                    return null;
                });
                throw Gone();
            case Failing.AfterCommit:
                await journal.TurnAsync(after, decide);
                throw Gone();
            default:
                await journal.TurnAsync(after, decide);
                break;
        }
    }

    public ValueTask ReadAsync(long after, Action<JournalTurn> look) =>
        Fails() ? ValueTask.FromException(Gone()) : journal.ReadAsync(after, look);

    public void Watch(Action appended) => journal.Watch(appended);

    public ValueTask DisposeAsync() => journal.DisposeAsync();

    private bool Fails()
    {
        bool fails = DownFor > 0 && DownFor-- > 0;
        if (fails)
        {
            Failed?.Invoke();
        }

        return fails;
    }

    private static StoreException Gone() => new(StoreFault.Unavailable, "gone");

    internal enum Failing
    {
        Not,
        BeforeTurn,
        BeforeCommit,
        AfterCommit,
    }
}
