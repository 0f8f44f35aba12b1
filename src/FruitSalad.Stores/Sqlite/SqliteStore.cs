using FruitSalad.Journal;
using FruitSalad.Rpc;
using FruitSalad.Store;
using Microsoft.Data.Sqlite;

namespace FruitSalad.Stores.Sqlite;

/// <summary>Salads in a file.</summary>
internal sealed class SqliteStore(string path, MachineClock clock) : SaladStore
{
    /// <inheritdoc/>
    public override string Place { get; } = Path.GetFullPath(path);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<string>> NamesAsync() => Task.Run<IReadOnlyList<string>>(() =>
    {
        if (!SqliteFile.Exists(Place))
        {
            return [];
        }

        using SqliteConnection connection = SqliteFile.Open(Place);
        return Explained(() => Names(connection));
    });

    /// <inheritdoc/>
    public override Task<KeptSalad> CreateAsync(SaladSettings settings, IReadOnlyList<NewTask> tasks, SaladKeys keys)
    {
        JournalEntry first = JournalEntry.First(settings, tasks);
        return Task.Run(() => Opened(connection => Create(connection, settings, keys, first)));
    }

    /// <inheritdoc/>
    public override Task<KeptSalad> OpenAsync(string? name = null) => Task.Run(() =>
    {
        if (!SqliteFile.Exists(Place))
        {
            throw new StoreException(StoreFault.SaladMissing, $"{Place}: there is no such file.");
        }

        return Opened(connection => Find(connection, Choose(Names(connection), name)));
    });

    private KeptSalad Opened(Func<SqliteConnection, KeptSalad> open)
    {
        SqliteConnection connection = SqliteFile.Open(Place);
        try
        {
            return Explained(() => open(connection));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private T Explained<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (SqliteException failed)
        {
            throw SqliteErrors.Explain(Place, failed);
        }
    }

    private KeptSalad Create(SqliteConnection connection, SaladSettings settings, SaladKeys keys, JournalEntry first)
    {
        using SqliteTransaction transaction = connection.BeginTransaction();
        if (Names(connection).Contains(settings.Name))
        {
            throw Exists(settings.Name);
        }

        using SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = """
            INSERT INTO salad (name, salad, worker_key, owner_key, boot, zero)
            VALUES ($name, $salad, $worker, $owner, $boot, $zero) RETURNING id
            """;
        insert.Parameters.AddWithValue("$name", settings.Name);
        insert.Parameters.AddWithValue("$salad", settings.Id.ToString());
        insert.Parameters.AddWithValue("$worker", keys.Worker);
        insert.Parameters.AddWithValue("$owner", keys.Owner);
        insert.Parameters.AddWithValue("$boot", clock.Boot);
        insert.Parameters.AddWithValue("$zero", clock.Read().Ticks);
        long id = (long)insert.ExecuteScalar()!;
        using (var entries = new SqliteEntries(connection, id))
        {
            entries.Append(first);
        }

        transaction.Commit();
        return new KeptSalad(new SqliteJournal(connection, Place, id, clock), keys, new SqliteRoll(Place, id, clock));
    }

    private KeptSalad Find(SqliteConnection connection, string name)
    {
        using SqliteCommand select = connection.CreateCommand();
        select.CommandText = "SELECT id, worker_key, owner_key FROM salad WHERE name = $name";
        select.Parameters.AddWithValue("$name", name);
        using SqliteDataReader reader = select.ExecuteReader();
        reader.Read();
        long id = reader.GetInt64(0);
        return new KeptSalad(
            new SqliteJournal(connection, Place, id, clock),
            new SaladKeys(reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<byte[]>(2)),
            new SqliteRoll(Place, id, clock));
    }

    private static List<string> Names(SqliteConnection connection)
    {
        using SqliteCommand select = connection.CreateCommand();
        select.CommandText = "SELECT name FROM salad ORDER BY id";
        using SqliteDataReader reader = select.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
