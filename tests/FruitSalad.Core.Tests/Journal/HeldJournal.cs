using FruitSalad.Journal;

namespace FruitSalad.Core.Tests.Journal;

/// <summary>A journal whose turns wait until the test lets them go on.</summary>
internal sealed class HeldJournal(ITaskJournal journal) : ITaskJournal
{
    private readonly SemaphoreSlim _go = new(0);

    public bool IsHeld { get; set; }

    /// <summary>How many turns were taken.</summary>
    public int Turns { get; private set; }

    /// <summary>After which entry a turn was expected last; 0: never.</summary>
    public long Expected { get; private set; }

    public void Release() => _go.Release();

    public void Expect(long after) => Expected = after;

    public async ValueTask TurnAsync(long after, Func<JournalTurn, JournalEntry?> decide)
    {
        if (IsHeld)
        {
            await _go.WaitAsync();
        }

        Turns++;
        await journal.TurnAsync(after, decide);
    }

    public async ValueTask ReadAsync(long after, Action<JournalTurn> look)
    {
        if (IsHeld)
        {
            await _go.WaitAsync();
        }

        await journal.ReadAsync(after, look);
    }

    public void Watch(Action appended) => journal.Watch(appended);

    public ValueTask DisposeAsync() => journal.DisposeAsync();
}
