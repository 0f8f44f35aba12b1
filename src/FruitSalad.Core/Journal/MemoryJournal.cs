using FruitSalad.Store;

namespace FruitSalad.Journal;

/// <summary>
/// A journal that several masters of one process share, for simulations and tests: it completes at once, and lasts as
/// long as the process.
/// </summary>
/// <param name="clock">The journal's clock, since the salad's epoch.</param>
/// <param name="first">The salad's beginning.</param>
internal sealed class MemoryJournal(Func<TimeSpan> clock, JournalEntry first)
{
    private readonly Lock _lock = new();
    private readonly List<JournalEntry> _entries = [first];
    private readonly List<Access> _watching = [];

    /// <summary>What was appended so far.</summary>
    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>One master's way to it.</summary>
    public ITaskJournal Open() => new Access(this);

    private JournalTurn Look(long after)
    {
        TimeSpan last = _entries[^1].Now;
        TimeSpan now = clock();
        return new JournalTurn(_entries[(int)after..], true, now > last ? now : last);
    }

    private sealed class Access(MemoryJournal journal) : ITaskJournal
    {
        private Action? _appended;

        public ValueTask TurnAsync(long after, Func<JournalTurn, JournalEntry?> decide)
        {
            Access[] others = [];
            lock (journal._lock)
            {
                if (decide(journal.Look(after)) is { } entry)
                {
                    journal._entries.Add(entry);
                    others = [.. journal._watching.Where(access => access != this)];
                }
            }

            Array.ForEach(others, access => access._appended!());
            return default;
        }

        public ValueTask ReadAsync(long after, Action<JournalTurn> look)
        {
            lock (journal._lock)
            {
                look(journal.Look(after));
            }

            return default;
        }

        public void Watch(Action appended)
        {
            lock (journal._lock)
            {
                _appended = appended;
                journal._watching.Add(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            lock (journal._lock)
            {
                journal._watching.Remove(this);
            }

            return default;
        }
    }
}
