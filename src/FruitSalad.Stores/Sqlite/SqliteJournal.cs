using FruitSalad.Journal;
using FruitSalad.Store;
using Microsoft.Data.Sqlite;

namespace FruitSalad.Stores.Sqlite;

/// <summary>A salad's journal in a file. One thread of its own does all, since SQLite waits for the disk as it goes.</summary>
/// <remarks>
/// A turn is a transaction that begins as a writer: other processes wait. The salad's time is the machine's monotonic
/// clock from the salad's zero on. After another boot that clock has begun anew: zero is moved so that the time goes on
/// from the last entry, in the same transaction as the first entry that uses it.
/// </remarks>
internal sealed class SqliteJournal : ITaskJournal
{
    /// <summary>How often it looks whether others wrote. Half of it is chance, so that processes do not march in step.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly long _salad;
    private readonly MachineClock _clock;
    private readonly SqliteEntries _entries;
    private readonly SqliteCommand _version;
    private readonly SqliteGate _gate;
    private readonly Thread _thread;
    private readonly SemaphoreSlim _asked = new(0);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Request? _request;
    private volatile bool _closing;
    private volatile Action? _watcher;
    private string? _boot;
    private TimeSpan _zero;
    private TimeSpan _last;
    private long _seen;

    public SqliteJournal(SqliteConnection connection, string path, long salad, MachineClock clock)
    {
        _connection = connection;
        _path = path;
        _salad = salad;
        _clock = clock;
        _entries = new SqliteEntries(connection, salad);
        _gate = new SqliteGate(connection, path);
        _version = connection.CreateCommand();
        _version.CommandText = "PRAGMA data_version";
        _thread = new Thread(Work) { IsBackground = true, Name = "SQLite journal" };
        _thread.Start();
    }

    /// <inheritdoc/>
    /// <remarks>Completes on the journal's thread: whoever takes turn after turn loses no time between them.</remarks>
    public ValueTask TurnAsync(long after, Func<JournalTurn, JournalEntry?> decide) =>
        Ask(new Request(() => Turn(after, decide), TaskCreationOptions.None));

    /// <inheritdoc/>
    public ValueTask ReadAsync(long after, Action<JournalTurn> look) => Ask(new Request(
        () =>
        {
            ReadZero();
            look(Look(after));
        },
        TaskCreationOptions.RunContinuationsAsynchronously));

    /// <inheritdoc/>
    public void Watch(Action appended) => _watcher = appended;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        _asked.Release();
        await _ended.Task;
    }

    private ValueTask Ask(Request request)
    {
        _request = request;
        _asked.Release();
        if (_closing && _ended.Task.IsCompleted)
        {
            request.Fail(new StoreException(StoreFault.Unavailable, $"{_path} is closed."));
        }

        return new(request.Done);
    }

    private void Work()
    {
        while (!_closing)
        {
            if (!_asked.Wait(Poll * (0.5 + (0.5 * Random.Shared.NextDouble()))))
            {
                LookForOthers();
            }
            else if (Interlocked.Exchange(ref _request, null) is { } request)
            {
                Serve(request);
            }
        }

        _entries.Dispose();
        _version.Dispose();
        _connection.Dispose();
        _ended.SetResult();
        _request?.Fail(new StoreException(StoreFault.Unavailable, $"{_path} is closed."));
    }

    private void Serve(Request request)
    {
        try
        {
            request.Act();
        }
        catch (SqliteException failed)
        {
            request.Fail(SqliteErrors.Explain(_path, failed));
            return;
        }
        catch (Exception failed)
        {
            request.Fail(failed);
            return;
        }

        request.Complete();
    }

    private void Turn(long after, Func<JournalTurn, JournalEntry?> decide)
    {
        _gate.Enter();
        try
        {
            ReadZero();
            JournalTurn turn = Look(after);
            if (decide(turn) is not { } entry)
            {
                _gate.Leave("ROLLBACK");
                return;
            }

            _entries.Append(entry);
            if (turn.IsInterrupted)
            {
                MoveZero(entry.Now);
            }

            _gate.Leave("COMMIT");
            _last = entry.Now;
            _boot = turn.IsInterrupted ? _clock.Boot : _boot;
        }
        catch
        {
            _gate.GiveUp();
            throw;
        }
    }

    private JournalTurn Look(long after)
    {
        (List<JournalEntry> entries, bool isComplete) = _entries.Read(after);
        if (entries.Count > 0)
        {
            _last = entries[^1].Now;
        }

        // Time never goes back, though another process read the clock a moment later and wrote first.
        bool interrupted = _boot != _clock.Boot;
        TimeSpan now = interrupted ? _last : _clock.Read() - _zero;
        return new JournalTurn(entries, isComplete, now > _last ? now : _last, interrupted);
    }

    /// <summary>Where the salad's time begins on this boot's clock. Once it is known, nobody changes it until the next.</summary>
    private void ReadZero()
    {
        if (_boot == _clock.Boot)
        {
            return;
        }

        using SqliteCommand select = _connection.CreateCommand();
        select.CommandText = $"SELECT boot, zero FROM salad WHERE id = {_salad}";
        using SqliteDataReader reader = select.ExecuteReader();
        reader.Read();
        (_boot, _zero) = (reader.GetString(0), TimeSpan.FromTicks(reader.GetInt64(1)));
    }

    private void MoveZero(TimeSpan now)
    {
        _zero = _clock.Read() - now;
        using SqliteCommand update = _connection.CreateCommand();
        update.CommandText = $"UPDATE salad SET boot = $boot, zero = {_zero.Ticks} WHERE id = {_salad}";
        update.Parameters.AddWithValue("$boot", _clock.Boot);
        update.ExecuteNonQuery();
    }

    /// <summary>A look at a number that changes with what others write costs next to nothing.</summary>
    private void LookForOthers()
    {
        if (_watcher is not { } watcher)
        {
            return;
        }

        try
        {
            long version = (long)_version.ExecuteScalar()!;
            if (version != _seen)
            {
                _seen = version;
                watcher();
            }
        }
        catch (SqliteException)
        {
            // The next turn meets it too, and has somebody to tell.
        }
    }

    private sealed class Request(Action act, TaskCreationOptions options)
    {
        private readonly TaskCompletionSource _done = new(options);

        public Task Done => _done.Task;

        public void Act() => act();

        public void Complete() => _done.TrySetResult();

        public void Fail(Exception why) => _done.TrySetException(why);
    }
}
