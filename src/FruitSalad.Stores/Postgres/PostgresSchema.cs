using FruitSalad.Store;
using Npgsql;

namespace FruitSalad.Stores.Postgres;

/// <summary>The product's own schema in a database: made and brought up to date by whoever comes first.</summary>
internal static class PostgresSchema
{
    private const int Version = 1;

    /// <summary>Names the lock under which the schema is made, among all locks of the database.</summary>
    private const long Lock = 0x46727361_0000_0001;

    private const string First = """
        CREATE TABLE fruitsalad.version (version int NOT NULL);
        INSERT INTO fruitsalad.version VALUES (1);
        -- The one clock of all masters. A function, so that a test can put another one in.
        CREATE FUNCTION fruitsalad.clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()';
        CREATE TABLE fruitsalad.salad (
            id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, salad uuid NOT NULL,
            worker_key bytea NOT NULL, owner_key bytea NOT NULL, epoch timestamptz NOT NULL);
        CREATE TABLE fruitsalad.entry (
            salad int NOT NULL REFERENCES fruitsalad.salad, sequence bigint NOT NULL, now bigint NOT NULL,
            events bigint NOT NULL, format int NOT NULL, checksum bigint NOT NULL, commands bytea NOT NULL,
            PRIMARY KEY (salad, sequence));
        -- Commands are short and written once: compressing them would cost the turn's time.
        ALTER TABLE fruitsalad.entry ALTER COLUMN commands SET STORAGE EXTERNAL;
        """;

    /// <summary>Whether the schema is there.</summary>
    /// <exception cref="StoreException">It is a later version's, or somebody else's.</exception>
    public static async Task<bool> ExistsAsync(NpgsqlConnection connection, string place)
    {
        await using var look = new NpgsqlCommand(
            "SELECT to_regnamespace('fruitsalad') IS NOT NULL, to_regclass('fruitsalad.version') IS NOT NULL", connection);
        bool schema, table;
        await using (NpgsqlDataReader reader = await look.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            (schema, table) = (reader.GetBoolean(0), reader.GetBoolean(1));
        }

        if (!table)
        {
            return !schema ? false : throw new StoreException(
                StoreFault.Foreign, $"{place}: the schema 'fruitsalad' is not one of salads. It was not touched; choose another database.");
        }

        await using var ask = new NpgsqlCommand("SELECT version FROM fruitsalad.version", connection);
        return Convert.ToInt32(await ask.ExecuteScalarAsync()) <= Version ? true : throw new StoreException(
            StoreFault.LaterVersion, $"{place} was made by a later version. It was not touched; update this one.");
    }

    /// <summary>Makes the schema where there is none.</summary>
    public static async Task EnsureAsync(NpgsqlConnection connection, string place)
    {
        if (await ExistsAsync(connection, place))
        {
            return;
        }

        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({Lock})");
        if (!await ExistsAsync(connection, place))
        {
            await ExecuteAsync(connection, "CREATE SCHEMA fruitsalad");
            await ExecuteAsync(connection, First);
        }

        await transaction.CommitAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
