using FruitSalad.Journal;
using FruitSalad.Store;
using Npgsql;

namespace FruitSalad.Stores.Postgres;

/// <summary>A salad's journal in a database.</summary>
/// <remarks>
/// A turn is a transaction of two round trips: the first takes the salad's lock, reads what others wrote and the
/// database's clock; the second appends, tells the others, and commits. The lock is an advisory one: it dies with the
/// transaction or its connection, and writes nothing. The entries' key would refuse a second entry of a number even
/// without it. A master that is alone makes the first round trip while its own callers still gather.
/// </remarks>
internal sealed class PostgresJournal : ITaskJournal
{
    private readonly PostgresStore _store;
    private readonly int _salad;
    private readonly PostgresListener _listener;
    private readonly string _name = Guid.NewGuid().ToString("N");
    private Session? _session;
    private Task<JournalTurn>? _begun;
    private TimeSpan _last;
    private volatile bool _closed;

    public PostgresJournal(PostgresStore store, int salad)
    {
        _store = store;
        _salad = salad;
        _listener = new PostgresListener(store, PostgresListener.ChannelOf(salad), _name);
    }

    /// <inheritdoc/>
    public void Expect(long after)
    {
        // Whoever else is there would wait for the lock as long as callers gather here.
        if (_listener.IsAlone)
        {
            _begun ??= BeginAsync(after);
        }
    }

    /// <inheritdoc/>
    public async ValueTask TurnAsync(long after, Func<JournalTurn, JournalEntry?> decide)
    {
        try
        {
            JournalTurn turn = await (TakeBegun() ?? BeginAsync(after));
            if (decide(turn) is not { } entry)
            {
                await _session!.RollbackAsync();
                return;
            }

            bool alone = _listener.IsAlone;
            await _session!.AppendAsync(entry, tell: !alone);
            _last = entry.Now;
            if (alone && !_listener.IsAlone)
            {
                // Who came meanwhile has perhaps looked already.
                await _session.TellAsync();
            }
        }
        catch (Exception failed)
        {
            // With the connection the transaction goes, and the lock with it.
            await DropAsync();
            if (PostgresErrors.IsKnown(failed))
            {
                throw PostgresErrors.Explain(_store.Place, failed);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask ReadAsync(long after, Action<JournalTurn> look)
    {
        JournalTurn turn;
        try
        {
            if (TakeBegun() is { } begun)
            {
                await begun;
                await _session!.RollbackAsync();
            }

            turn = await LookAsync(after, session => session.ReadAsync(after));
        }
        catch (Exception failed) when (PostgresErrors.IsKnown(failed))
        {
            await DropAsync();
            throw PostgresErrors.Explain(_store.Place, failed);
        }

        look(turn);
    }

    /// <inheritdoc/>
    public void Watch(Action appended) => _listener.Start(appended);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await _listener.DisposeAsync();
        if (TakeBegun() is { } begun)
        {
            await begun.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        await DropAsync();
    }

    private Task<JournalTurn>? TakeBegun() => Interlocked.Exchange(ref _begun, null);

    private Task<JournalTurn> BeginAsync(long after) => LookAsync(after, session => session.BeginAsync(after));

    /// <summary>
    /// The first round trip. An old connection that turns out to be dead says nothing of the database, which perhaps
    /// was only restarted: once more with a new one.
    /// </summary>
    private async Task<JournalTurn> LookAsync(
        long after, Func<Session, Task<(List<JournalEntry> Entries, bool IsComplete, TimeSpan Clock)>> look)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (_session is { } old)
        {
            try
            {
                return Turn(await look(old));
            }
            catch (Exception failed) when (PostgresErrors.IsKnown(failed) && old.IsBroken)
            {
                await DropAsync();
            }
        }

        _session = await Session.OpenAsync(_store, _salad, _name);
        return Turn(await look(_session));
    }

    private JournalTurn Turn((List<JournalEntry> Entries, bool IsComplete, TimeSpan Clock) found)
    {
        if (found.Entries.Count > 0)
        {
            _last = found.Entries[^1].Now;
        }

        // Somebody may set the database's clock back: the salad's time waits for it then.
        return new JournalTurn(found.Entries, found.IsComplete, found.Clock > _last ? found.Clock : _last);
    }

    private async Task DropAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync();
        }
    }

    /// <summary>A connection with the statements of a turn prepared on it.</summary>
    private sealed class Session : IAsyncDisposable
    {
        private readonly NpgsqlConnection _connection;
        private readonly NpgsqlBatch _begin;
        private readonly NpgsqlBatch _append;
        private readonly NpgsqlBatch _appendAlone;
        private readonly NpgsqlBatch _tell;
        private readonly NpgsqlBatch _rollback;
        private readonly NpgsqlBatch _read;

        private Session(NpgsqlConnection connection, int salad, string name)
        {
            _connection = connection;
            _begin = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new("BEGIN"),
                    new($"SELECT pg_advisory_xact_lock({PostgresListener.LockClass}, $1)") { Parameters = { new() { Value = salad } } },
                    PostgresEntries.Select(salad),
                },
            };
            string channel = PostgresListener.ChannelOf(salad);
            _append = new NpgsqlBatch(connection)
            {
                BatchCommands = { PostgresEntries.Insert(salad), PostgresListener.Notice(channel, name), new("COMMIT") },
            };
            _appendAlone = new NpgsqlBatch(connection) { BatchCommands = { PostgresEntries.Insert(salad), new("COMMIT") } };
            _tell = new NpgsqlBatch(connection) { BatchCommands = { PostgresListener.Notice(channel, name) } };
            _rollback = new NpgsqlBatch(connection) { BatchCommands = { new("ROLLBACK") } };
            _read = new NpgsqlBatch(connection) { BatchCommands = { PostgresEntries.Select(salad) } };
        }

        public bool IsBroken => _connection.FullState != System.Data.ConnectionState.Open;

        public static async Task<Session> OpenAsync(PostgresStore store, int salad, string name)
        {
            var session = new Session(await store.ConnectAsync(), salad, name);
            await session._begin.PrepareAsync();
            await session._append.PrepareAsync();
            await session._appendAlone.PrepareAsync();
            await session._read.PrepareAsync();
            return session;
        }

        public async Task<(List<JournalEntry> Entries, bool IsComplete, TimeSpan Clock)> BeginAsync(long after)
        {
            PostgresEntries.After(_begin.BatchCommands[2], after);
            await using NpgsqlDataReader reader = await _begin.ExecuteReaderAsync();
            await reader.NextResultAsync();
            return await PostgresEntries.ReadAsync(reader);
        }

        public async Task<(List<JournalEntry> Entries, bool IsComplete, TimeSpan Clock)> ReadAsync(long after)
        {
            PostgresEntries.After(_read.BatchCommands[0], after);
            await using NpgsqlDataReader reader = await _read.ExecuteReaderAsync();
            return await PostgresEntries.ReadAsync(reader);
        }

        public Task<int> AppendAsync(JournalEntry entry, bool tell)
        {
            NpgsqlBatch append = tell ? _append : _appendAlone;
            PostgresEntries.Fill(append.BatchCommands[0], entry);
            return append.ExecuteNonQueryAsync();
        }

        public Task<int> TellAsync() => _tell.ExecuteNonQueryAsync();

        public Task<int> RollbackAsync() => _rollback.ExecuteNonQueryAsync();

        public ValueTask DisposeAsync() => _connection.DisposeAsync();
    }
}
