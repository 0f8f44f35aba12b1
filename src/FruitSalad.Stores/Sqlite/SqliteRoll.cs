using FruitSalad.Contract;
using FruitSalad.Journal;
using Microsoft.Data.Sqlite;

namespace FruitSalad.Stores.Sqlite;

/// <summary>A salad's roll of masters in its file, on a connection of its own: opened when it is first needed.</summary>
/// <remarks>
/// Signatures need not reach the disk: after a loss of power nobody serves. One call at a time, elsewhere than on the
/// caller's thread, since SQLite waits as it goes.
/// </remarks>
internal sealed class SqliteRoll(string path, long salad, MachineClock clock) : IMasterRoll
{
    private readonly Lock _lock = new();
    private SqliteConnection? _connection;
    private bool _closed;

    /// <inheritdoc/>
    public Task<IReadOnlyList<MasterView>> SignAsync(MasterView own) => WithAsync(connection =>
    {
        var gate = new SqliteGate(connection, path);
        gate.Enter();
        try
        {
            Execute(
                connection,
                """
                DELETE FROM master WHERE salad = $salad AND (boot <> $boot OR seen < $since);
                INSERT INTO master (salad, master, came, seen, boot, view) VALUES ($salad, $master, $now, $now, $boot, $view)
                ON CONFLICT (salad, master) DO UPDATE SET seen = $now, boot = $boot
                """,
                own);
            gate.Leave("COMMIT");
        }
        catch
        {
            gate.GiveUp();
            throw;
        }

        return Read(connection);
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<MasterView>> ReadAsync() => WithAsync(Read);

    /// <inheritdoc/>
    public Task StrikeAsync(Guid master) => WithAsync(connection =>
    {
        Execute(connection, "DELETE FROM master WHERE salad = $salad AND master = $master", new MasterView(master, "", "", 0, false));
        return true;
    });

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _closed = true;
            _connection?.Dispose();
        }

        return default;
    }

    private Task<T> WithAsync<T>(Func<SqliteConnection, T> act) => Task.Run(() =>
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            try
            {
                return act(_connection ??= Open());
            }
            catch (SqliteException failed)
            {
                throw SqliteErrors.Explain(path, failed);
            }
        }
    });

    private SqliteConnection Open()
    {
        SqliteConnection connection = SqliteFile.Open(path);
        SqliteFile.Execute(connection, "PRAGMA synchronous = NORMAL");
        return connection;
    }

    private IReadOnlyList<MasterView> Read(SqliteConnection connection)
    {
        using SqliteCommand select = Command(
            connection, "SELECT view FROM master WHERE salad = $salad AND boot = $boot AND seen >= $since ORDER BY came, master");
        using SqliteDataReader reader = select.ExecuteReader();
        var masters = new List<MasterView>();
        while (reader.Read())
        {
            masters.Add(RollRules.Read(reader.GetString(0)));
        }

        return masters;
    }

    private void Execute(SqliteConnection connection, string sql, MasterView master)
    {
        using SqliteCommand command = Command(connection, sql);
        command.Parameters.AddWithValue("$master", master.Id.ToString());
        command.Parameters.AddWithValue("$view", RollRules.Write(master));
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(SqliteConnection connection, string sql)
    {
        TimeSpan now = clock.Read();
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$salad", salad);
        command.Parameters.AddWithValue("$boot", clock.Boot);
        command.Parameters.AddWithValue("$now", now.Ticks);
        command.Parameters.AddWithValue("$since", (now - RollRules.Forgotten).Ticks);
        return command;
    }
}
