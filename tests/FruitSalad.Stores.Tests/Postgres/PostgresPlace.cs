using FruitSalad.Stores.Postgres;
using Npgsql;

namespace FruitSalad.Stores.Tests.Postgres;

/// <summary>A database of its own on the server that SALAD_TEST_POSTGRES names.</summary>
public sealed class PostgresPlace : TestPlace
{
    public const string Variable = "SALAD_TEST_POSTGRES";
    private readonly string _name = $"salad_{Guid.NewGuid():N}";
    private readonly NpgsqlConnection _server;
    private readonly NpgsqlConnection _own;
    private TimeSpan _clock;

    /// <summary>
    /// A new database; the schema with a clock that the test moves, unless the real one is asked for. Pooled: quicker where
    /// salad after salad is opened.
    /// </summary>
    public PostgresPlace(bool realClock = false, bool pooled = false)
    {
        _server = Open(Server);
        Execute(_server, $"CREATE DATABASE {_name}");
        Connection = new NpgsqlConnectionStringBuilder(Server) { Database = _name }.ToString();
        _own = Open(Connection);
        Store = PostgresStore.Of(Connection, null, null, pooled);
        if (!realClock)
        {
            PostgresSchema.EnsureAsync(_own, _name).GetAwaiter().GetResult();
            Execute(_own, """
                CREATE TABLE test_clock (at timestamptz);
                INSERT INTO test_clock VALUES ('2020-01-01');
                CREATE OR REPLACE FUNCTION fruitsalad.clock() RETURNS timestamptz LANGUAGE sql VOLATILE
                    AS 'SELECT at FROM public.test_clock';
                """);
        }
    }

    /// <summary>Where the server is; without it, the test is skipped.</summary>
    public static string Server
    {
        get
        {
            string? server = Environment.GetEnvironmentVariable(Variable);
            Assert.SkipWhen(string.IsNullOrEmpty(server), $"No PostgreSQL: {Variable} names no server ('Host=...;Username=...').");
            return server!;
        }
    }

    public string Connection { get; }

    internal override SaladStore Store { get; }

    protected override TimeSpan Clock
    {
        get => _clock;
        set
        {
            _clock = value;
            Execute(_own, $"UPDATE test_clock SET at = '2020-01-01'::timestamptz + interval '{value.TotalMilliseconds} milliseconds'");
        }
    }

    internal override void LetRollAge(TimeSpan time) => Execute(
        _own, $"UPDATE fruitsalad.master SET came = came - interval '{time.TotalSeconds} s', seen = seen - interval '{time.TotalSeconds} s'");

    public static NpgsqlConnection Open(string connection)
    {
        var opened = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ToString());
        opened.Open();
        return opened;
    }

    /// <summary>Says something to the database.</summary>
    public void Execute(string sql) => Execute(_own, sql);

    /// <summary>Ends all connections of masters, as a restart of the server would.</summary>
    public void CutOff() => Execute(_own, $"""
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = '{_name}' AND pid <> pg_backend_pid()
        """);

    public override void Dispose()
    {
        base.Dispose();
        _own.Dispose();
        Execute(_server, $"DROP DATABASE {_name} WITH (FORCE)");
        _server.Dispose();
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
