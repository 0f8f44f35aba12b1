using FruitSalad.Stores;
using Npgsql;

namespace FruitSalad.Benchmarks;

/// <summary>The stores to measure: files in a folder on the disk, and databases on a server if there is one.</summary>
internal sealed class DurablePlaces : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("salad-");
    private readonly string? _server = Environment.GetEnvironmentVariable("SALAD_TEST_POSTGRES");
    private readonly List<string> _databases = [];
    private int _count;

    public (string Name, Func<DurablePlace> Open)[] All => string.IsNullOrEmpty(_server)
        ? [("SQLite", OpenFile)]
        : [("SQLite", OpenFile), ("PostgreSQL", OpenDatabase)];

    /// <summary>Whether there is a server.</summary>
    public bool HasServer => !string.IsNullOrEmpty(_server);

    /// <summary>A new file.</summary>
    public DurablePlace OpenFile() => new FilePlace(NewFile());

    /// <summary>The path of a new file.</summary>
    public string NewFile() => Path.Combine(_folder.FullName, $"{++_count}.db");

    /// <summary>The connection to a new database.</summary>
    public string NewDatabase()
    {
        string name = $"salad_{Guid.NewGuid():N}";
        Execute($"CREATE DATABASE {name}");
        _databases.Add(name);
        return new NpgsqlConnectionStringBuilder(_server) { Database = name }.ToString();
    }

    /// <summary>Ends all connections to a database, and lets nobody in for a while.</summary>
    public async Task CutOffAsync(string connection, TimeSpan time)
    {
        string name = new NpgsqlConnectionStringBuilder(connection).Database!;
        Execute($"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false");
        Execute($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        await Task.Delay(time);
        Execute($"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true");
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _databases.ForEach(name => Execute($"DROP DATABASE {name} WITH (FORCE)"));
    }

    private DatabasePlace OpenDatabase() => new(SaladStore.OfDatabase(NewDatabase()));

    private void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server!) { Pooling = false }.ToString());
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
