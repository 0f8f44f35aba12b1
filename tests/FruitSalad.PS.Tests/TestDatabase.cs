using Npgsql;

namespace FruitSalad.PS.Tests;

/// <summary>A database of its own on the server that SALAD_TEST_POSTGRES names, which can be cut off. Without it, the test is skipped.</summary>
internal sealed class TestDatabase : IDisposable
{
    private const string Variable = "SALAD_TEST_POSTGRES";
    private readonly string _name = $"salad_{Guid.NewGuid():N}";
    private readonly NpgsqlConnection _server;

    public TestDatabase()
    {
        string? server = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(server), $"No PostgreSQL: {Variable} names no server ('Host=...;Username=...').");
        _server = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server!) { Pooling = false }.ToString());
        _server.Open();
        Execute($"CREATE DATABASE {_name}");
        Connection = new NpgsqlConnectionStringBuilder(server!) { Database = _name }.ToString();
    }

    /// <summary>'Host=...;Database=...'.</summary>
    public string Connection { get; }

    /// <summary>Ends all connections, and lets nobody in.</summary>
    public void CutOff() => Execute($"""
        ALTER DATABASE {_name} WITH ALLOW_CONNECTIONS false;
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name}'
        """);

    /// <summary>Lets everybody in again.</summary>
    public void Restore() => Execute($"ALTER DATABASE {_name} WITH ALLOW_CONNECTIONS true");

    public void Dispose()
    {
        Execute($"DROP DATABASE {_name} WITH (FORCE)");
        _server.Dispose();
    }

    private void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, _server);
        command.ExecuteNonQuery();
    }
}
