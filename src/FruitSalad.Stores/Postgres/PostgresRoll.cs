using FruitSalad.Contract;
using FruitSalad.Journal;
using FruitSalad.Store;
using Npgsql;

namespace FruitSalad.Stores.Postgres;

/// <summary>A salad's roll of masters in its database, by the database's clock, on a connection of its own.</summary>
internal sealed class PostgresRoll(PostgresStore store, int salad) : IMasterRoll
{
    private static readonly string Since = $"clock_timestamp() - interval '{RollRules.Forgotten.TotalSeconds} seconds'";
    private readonly SemaphoreSlim _turn = new(1, 1);
    private NpgsqlConnection? _connection;
    private bool _closed;

    /// <inheritdoc/>
    public Task<IReadOnlyList<MasterView>> SignAsync(MasterView own) => WithAsync(async connection =>
    {
        await ExecuteAsync(connection, $"DELETE FROM fruitsalad.master WHERE salad = $1 AND seen < {Since}", salad);
        await ExecuteAsync(
            connection,
            """
            INSERT INTO fruitsalad.master (salad, master, came, seen, view)
            VALUES ($1, $2, clock_timestamp(), clock_timestamp(), $3)
            ON CONFLICT (salad, master) DO UPDATE SET seen = clock_timestamp()
            """,
            salad, own.Id, RollRules.Write(own));
        return await ReadAsync(connection);
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<MasterView>> ReadAsync() => WithAsync(ReadAsync);

    /// <inheritdoc/>
    public Task StrikeAsync(Guid master) => WithAsync(async connection =>
    {
        await ExecuteAsync(connection, "DELETE FROM fruitsalad.master WHERE salad = $1 AND master = $2", salad, master);
        return true;
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _closed = true;
        await DropAsync();
        _turn.Release();
    }

    private async Task<T> WithAsync<T>(Func<NpgsqlConnection, Task<T>> act)
    {
        await _turn.WaitAsync();
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return await act(_connection ??= await store.ConnectAsync());
        }
        catch (Exception failed) when (PostgresErrors.IsKnown(failed) || failed is StoreException)
        {
            // The next call tries a new one.
            await DropAsync();
            throw PostgresErrors.Explain(store.Place, failed);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<IReadOnlyList<MasterView>> ReadAsync(NpgsqlConnection connection)
    {
        await using var select = new NpgsqlCommand(
            $"SELECT view FROM fruitsalad.master WHERE salad = $1 AND seen >= {Since} ORDER BY came, master", connection)
        {
            Parameters = { new() { Value = salad } },
        };
        await using NpgsqlDataReader reader = await select.ExecuteReaderAsync();
        var masters = new List<MasterView>();
        while (await reader.ReadAsync())
        {
            masters.Add(RollRules.Read(reader.GetString(0)));
        }

        return masters;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (object value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }

    private async Task DropAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
