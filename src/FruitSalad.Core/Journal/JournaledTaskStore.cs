using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Journal;

/// <summary>
/// A salad that outlives its master and may have several: a memory store that repeats what a shared journal tells. What
/// waits is done in one turn at the journal and written as one entry; nobody is answered before that is on the disk.
/// </summary>
/// <remarks>
/// <para>
/// The rules, and everything else a store does, are the memory store's: it is a deterministic function of commands and
/// times, and all replicas of a journal repeat the same. A turn first catches up with what other masters wrote, so that
/// commands are decided on the salad's one true state; the journal's clock rules, and no caller's.
/// </para>
/// <para>
/// One turn at a time: whoever comes while one is under way waits for the next, which takes all of them; and a turn waits
/// a moment for those who are about to come (<see cref="TurnCompany"/>), since a commit costs the same for all. Reads wait
/// too: what is not on the disk must not be seen. After a turn that failed nobody knows what the journal has: the
/// replica is thrown away and made anew.
/// </para>
/// </remarks>
public sealed partial class JournaledTaskStore : ITaskStore
{
    private readonly ITaskJournal _journal;
    private readonly TimeProvider _time;
    private readonly JournaledStoreOptions _options;
    private readonly Lock _lock = new();
    private Queue<Pending> _waiting = [];
    private readonly TurnCompany _company = new();
    private readonly ITimer _patience;
    private TaskCompletionSource? _gathering;
    private bool _working;
    private volatile bool _closed;
    private Reading _reading = new(TimeSpan.Zero, 0);
    private Action? _hint;

    private JournaledTaskStore(ITaskJournal journal, TimeProvider time, JournaledStoreOptions options)
    {
        _journal = journal;
        _time = time;
        _options = options;
        _patience = time.CreateTimer(_ => BeginTurn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public SaladSettings Settings { get; private set; } = null!;

    /// <summary>The salad's time: what the journal's clock said last, and what has passed since.</summary>
    public TimeSpan Now => Volatile.Read(ref _reading) is var last ? last.Now + _time.GetElapsedTime(last.At) : default;

    /// <summary>For whoever watches from the same thread: what the salad was at the last look.</summary>
    internal MemoryTaskStore ReplicaTap => _replica!;

    /// <summary>Reads a journal to its end.</summary>
    /// <param name="journal">The journal. The store closes it.</param>
    /// <param name="time">Measures what passes between two looks at the journal's clock.</param>
    /// <param name="options">How; null: as usual.</param>
    /// <exception cref="StoreException">It cannot be read.</exception>
    public static async Task<JournaledTaskStore> OpenAsync(
        ITaskJournal journal, TimeProvider time, JournaledStoreOptions? options = null)
    {
        var store = new JournaledTaskStore(journal, time, options ?? new JournaledStoreOptions());
        await store.CatchUpAsync();
        store._elsewhere = default;
        return store;
    }

    /// <summary>
    /// From now on somebody is told when other masters may have changed the salad: a tick then finds out. On any thread.
    /// </summary>
    public void Watch(Action changed)
    {
        _hint = changed;
        _journal.Watch(changed);
    }

    /// <summary>Closes the journal. What the salad was stays readable. May be called twice.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        BeginTurn();
        await _patience.DisposeAsync();
        await _journal.DisposeAsync();
    }

    private async ValueTask<Effect> PlainAsync(PlainCommand command) => (await CommandAsync(command)).Effect;

    private ValueTask<Transition<T>> CommandAsync<T>(StoreCommand<T> command)
    {
        var pending = new PendingCommand<T>(command);
        Submit(pending);
        return pending.Answer;
    }

    private ValueTask<T> ReadAsync<T>(Func<MemoryTaskStore, ValueTask<T>> read)
    {
        if (_closed && _replica is { } last)
        {
            return read(last);
        }

        var pending = new PendingRead<T>(read);
        Submit(pending);
        return pending.Answer;
    }

    /// <summary>Waits for the next turn; where none is under way, this caller begins one.</summary>
    private void Submit(Pending pending)
    {
        bool complete;
        lock (_lock)
        {
            _waiting.Enqueue(pending);
            complete = _gathering is not null && _company.IsComplete(_waiting.Count);
            if (_working && !complete)
            {
                return;
            }

            _working = true;
        }

        if (complete)
        {
            BeginTurn();
        }
        else
        {
            _ = WorkAsync();
        }
    }

    private async Task WorkAsync()
    {
        do
        {
            await GatherAsync();
            await TakeTurnAsync();
        }
        while (!IsIdle());
    }

    /// <summary>Waits for company, where some is about to come; not for long.</summary>
    private Task GatherAsync()
    {
        Task gathering;
        lock (_lock)
        {
            if (_closed || !_company.IsWorthWaiting(_waiting.Count))
            {
                return Task.CompletedTask;
            }

            // On the thread of whoever comes last: another would cost what the company saves.
            _gathering = new TaskCompletionSource();
            _patience.Change(TurnCompany.Patience, Timeout.InfiniteTimeSpan);
            gathering = _gathering.Task;
        }

        if (_replica is not null)
        {
            _journal.Expect(_have);
        }

        return gathering;
    }

    /// <summary>The company is complete, or patience is at its end.</summary>
    private void BeginTurn()
    {
        TaskCompletionSource? gathering;
        lock (_lock)
        {
            gathering = _gathering;
            _gathering = null;
            if (gathering is not null)
            {
                _company.Came(_waiting.Count);
                _patience.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        gathering?.SetResult();
    }

    private bool IsIdle()
    {
        lock (_lock)
        {
            _company.Left(_batch.Count, _waiting.Count);
            _working = _waiting.Count > 0;
            return !_working;
        }
    }

    private sealed record Reading(TimeSpan Now, long At);
}
