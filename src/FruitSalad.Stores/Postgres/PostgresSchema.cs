using FruitSalad.Store;
using Npgsql;

namespace FruitSalad.Stores.Postgres;

/// <summary>The product's own schema in a database: made and brought up to date by whoever comes first.</summary>
internal static class PostgresSchema
{
    /// <summary>Names the lock under which the schema is made, among all locks of the database.</summary>
    private const long Lock = 0x46727361_0000_0001;

    /// <summary>What brings the schema from each version to the next.</summary>
    private static readonly string[] Steps =
    [
        """
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
        """,
        """
        CREATE TABLE fruitsalad.master (
            salad int NOT NULL REFERENCES fruitsalad.salad, master uuid NOT NULL, came timestamptz NOT NULL,
            seen timestamptz NOT NULL, view text NOT NULL, PRIMARY KEY (salad, master));
        """,
    ];

    private static int Version => Steps.Length;

    /// <summary>Whether the schema is there.</summary>
    /// <exception cref="StoreException">It is a later version's, or somebody else's.</exception>
    public static async Task<bool> ExistsAsync(NpgsqlConnection connection, string place) =>
        await VersionAsync(connection, place) > 0;

    /// <summary>Makes the schema where there is none, and brings an older one up to date.</summary>
    public static async Task EnsureAsync(NpgsqlConnection connection, string place)
    {
        if (await VersionAsync(connection, place) == Version)
        {
            return;
        }

        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({Lock})");
        int version = await VersionAsync(connection, place);
        if (version == 0)
        {
            await ExecuteAsync(connection, "CREATE SCHEMA fruitsalad");
        }

        for (; version < Version; version++)
        {
            await ExecuteAsync(connection, $"{Steps[version]} UPDATE fruitsalad.version SET version = {version + 1}");
        }

        await transaction.CommitAsync();
    }

    /// <summary>Which version is there; 0: none.</summary>
    private static async Task<int> VersionAsync(NpgsqlConnection connection, string place)
    {
        // The catalogue's tables, not functions that look names up: a session remembers that a name was not there.
        await using var look = new NpgsqlCommand(
            """
            SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'fruitsalad'),
                   EXISTS (SELECT FROM pg_tables WHERE schemaname = 'fruitsalad' AND tablename = 'version')
            """,
            connection);
        bool schema, table;
        await using (NpgsqlDataReader reader = await look.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            (schema, table) = (reader.GetBoolean(0), reader.GetBoolean(1));
        }

        if (!table)
        {
            return !schema ? 0 : throw new StoreException(
                StoreFault.Foreign, $"{place}: the schema 'fruitsalad' is not one of salads. It was not touched; choose another database.");
        }

        await using var ask = new NpgsqlCommand("SELECT version FROM fruitsalad.version", connection);
        int version = Convert.ToInt32(await ask.ExecuteScalarAsync());
        return version <= Version ? version : throw new StoreException(
            StoreFault.LaterVersion, $"{place} was made by a later version. It was not touched; update this one.");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
