using FruitSalad.Journal;
using FruitSalad.Rpc;
using FruitSalad.Store;
using Npgsql;

namespace FruitSalad.Stores.Postgres;

/// <summary>Salads in a PostgreSQL database.</summary>
internal sealed class PostgresStore : SaladStore
{
    /// <summary>
    /// A result is acknowledged when it is on the disk, whatever the database's default; and a master that stops in the
    /// middle of its turn loses it soon, since all others wait.
    /// </summary>
    private const string Session = "SET synchronous_commit = on; SET lock_timeout = 5000; SET idle_in_transaction_session_timeout = 5000";

    private readonly string _connection;

    private PostgresStore(NpgsqlConnectionStringBuilder connection)
    {
        Place = $"PostgreSQL {connection.Host}, database {connection.Database ?? connection.Username ?? "of the user"}";
        _connection = connection.ToString();
    }

    /// <inheritdoc/>
    public override string Place { get; }

    /// <inheritdoc cref="SaladStore.OfDatabase"/>
    /// <param name="connection">Where.</param>
    /// <param name="user">The user; null: the connection's.</param>
    /// <param name="password">The user's password; null: from the environment or a password file.</param>
    /// <param name="pooled">Whether closed connections are used again: by whoever opens salads by the thousand.</param>
    public static PostgresStore Of(string connection, string? user, string? password, bool pooled = false)
    {
        NpgsqlConnectionStringBuilder parts;
        try
        {
            parts = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (ArgumentException unreadable)
        {
            throw new StoreException(
                StoreFault.NotUsable, "That is no connection to PostgreSQL: it reads 'Host=...;Database=...'.", unreadable);
        }

        if (parts.Password is not null)
        {
            throw new StoreException(
                StoreFault.NotUsable,
                "A password does not belong into the connection's text, where others see it: give a credential, PGPASSWORD or a password file.");
        }

        if (string.IsNullOrEmpty(parts.Host))
        {
            throw new StoreException(StoreFault.NotUsable, "The connection names no host: it reads 'Host=...;Database=...'.");
        }

        parts.Username = user ?? parts.Username;
        parts.Password = password;
        parts.ApplicationName ??= "FruitSalad";
        parts.Timeout = 5;
        parts.CommandTimeout = 10;

        // A journal keeps its connections for life, and one that is given back in the middle of a turn must not linger.
        parts.Pooling = pooled;
        parts.Enlist = false;
        return new PostgresStore(parts);
    }

    /// <summary>A new connection.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(_connection);
        try
        {
            await connection.OpenAsync();
            await using var session = new NpgsqlCommand(Session, connection);
            await session.ExecuteNonQueryAsync();
            return connection;
        }
        catch (Exception failed) when (PostgresErrors.IsKnown(failed))
        {
            await connection.DisposeAsync();
            throw PostgresErrors.Explain(Place, failed);
        }
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<string>> NamesAsync() => WithAsync<IReadOnlyList<string>>(async connection =>
        await PostgresSchema.ExistsAsync(connection, Place) ? await NamesAsync(connection) : []);

    /// <inheritdoc/>
    public override Task<KeptSalad> CreateAsync(SaladSettings settings, IReadOnlyList<NewTask> tasks, SaladKeys keys)
    {
        JournalEntry first = JournalEntry.First(settings, tasks);
        return WithAsync(async connection =>
        {
            await PostgresSchema.EnsureAsync(connection, Place);
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
            await using var insert = new NpgsqlCommand(
                """
                INSERT INTO fruitsalad.salad (name, salad, worker_key, owner_key, epoch)
                VALUES ($1, $2, $3, $4, fruitsalad.clock()) ON CONFLICT DO NOTHING RETURNING id
                """,
                connection)
            {
                Parameters = { new() { Value = settings.Name }, new() { Value = settings.Id }, new() { Value = keys.Worker }, new() { Value = keys.Owner } },
            };
            int id = await insert.ExecuteScalarAsync() as int? ?? throw Exists(settings.Name);
            await using var append = new NpgsqlBatch(connection) { BatchCommands = { PostgresEntries.Insert(id) } };
            PostgresEntries.Fill(append.BatchCommands[0], first);
            await append.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
            return new KeptSalad(new PostgresJournal(this, id), keys, new PostgresRoll(this, id));
        });
    }

    /// <inheritdoc/>
    public override Task<KeptSalad> OpenAsync(string? name = null) => WithAsync(async connection =>
    {
        List<string> names = await PostgresSchema.ExistsAsync(connection, Place) ? await NamesAsync(connection) : [];
        string chosen = Choose(names, name);
        await PostgresSchema.EnsureAsync(connection, Place);
        await using var select = new NpgsqlCommand(
            "SELECT id, worker_key, owner_key FROM fruitsalad.salad WHERE name = $1", connection)
        {
            Parameters = { new() { Value = chosen } },
        };
        await using NpgsqlDataReader reader = await select.ExecuteReaderAsync();
        await reader.ReadAsync();
        int id = reader.GetInt32(0);
        return new KeptSalad(
            new PostgresJournal(this, id),
            new SaladKeys(reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<byte[]>(2)),
            new PostgresRoll(this, id));
    });

    private async Task<T> WithAsync<T>(Func<NpgsqlConnection, Task<T>> act)
    {
        await using NpgsqlConnection connection = await ConnectAsync();
        try
        {
            return await act(connection);
        }
        catch (Exception failed) when (PostgresErrors.IsKnown(failed))
        {
            throw PostgresErrors.Explain(Place, failed);
        }
    }

    private static async Task<List<string>> NamesAsync(NpgsqlConnection connection)
    {
        await using var select = new NpgsqlCommand("SELECT name FROM fruitsalad.salad ORDER BY id", connection);
        await using NpgsqlDataReader reader = await select.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
