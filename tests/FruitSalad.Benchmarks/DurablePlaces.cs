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

    /// <summary>A new file.</summary>
    public DurablePlace OpenFile() => new FilePlace(Path.Combine(_folder.FullName, $"{++_count}.db"));

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _databases.ForEach(name => Execute($"DROP DATABASE {name} WITH (FORCE)"));
    }

    private DatabasePlace OpenDatabase()
    {
        string name = $"salad_{Guid.NewGuid():N}";
        Execute($"CREATE DATABASE {name}");
        _databases.Add(name);
        return new DatabasePlace(SaladStore.OfDatabase(new NpgsqlConnectionStringBuilder(_server) { Database = name }.ToString()));
    }

    private void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server!) { Pooling = false }.ToString());
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
