using System.Buffers.Binary;
using FruitSalad.Store;
using Microsoft.Data.Sqlite;

namespace FruitSalad.Stores.Sqlite;

/// <summary>A file of salads: whose it is, how it is made, how it is opened.</summary>
/// <remarks>
/// Whose a file is says its header, read before SQLite opens it: what is not ours is not touched, not even by a log
/// beside it. Only its owner may read it, since it holds the salads' secrets.
/// </remarks>
internal static class SqliteFile
{
    private const int HeaderLength = 100;

    /// <summary>"Frsa" in the file's header: it is ours.</summary>
    private const int ApplicationId = 0x46727361;

    /// <summary>What brings a file from each version to the next.</summary>
    private static readonly string[] Schema =
    [
        """
        CREATE TABLE salad (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, salad TEXT NOT NULL, worker_key BLOB NOT NULL,
            owner_key BLOB NOT NULL, boot TEXT NOT NULL, zero INTEGER NOT NULL);
        CREATE TABLE entry (
            salad INTEGER NOT NULL, sequence INTEGER NOT NULL, now INTEGER NOT NULL, events INTEGER NOT NULL,
            format INTEGER NOT NULL, checksum INTEGER NOT NULL, commands BLOB NOT NULL,
            PRIMARY KEY (salad, sequence)) WITHOUT ROWID;
        """,
        """
        CREATE TABLE master (
            salad INTEGER NOT NULL, master TEXT NOT NULL, came INTEGER NOT NULL, seen INTEGER NOT NULL, boot TEXT NOT NULL,
            view TEXT NOT NULL, PRIMARY KEY (salad, master)) WITHOUT ROWID;
        """,
    ];

    private static int Version => Schema.Length;

    /// <summary>Whether there is a file of salads.</summary>
    /// <exception cref="StoreException">What is there is none, or of a later version, or cannot be read.</exception>
    public static bool Exists(string path)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            int read = file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
            if (read == 0)
            {
                return false;
            }

            if (read < HeaderLength || !header.StartsWith("SQLite format 3\0"u8)
                || BinaryPrimitives.ReadInt32BigEndian(header[68..]) != ApplicationId)
            {
                throw SqliteErrors.Foreign(path);
            }
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception unusable) when (unusable is IOException and not StoreException or UnauthorizedAccessException)
        {
            throw SqliteErrors.NotUsable(path, unusable);
        }

        int version = BinaryPrimitives.ReadInt32BigEndian(header[60..]);
        return version <= Version ? true : throw new StoreException(
            StoreFault.LaterVersion, $"{path} was made by a later version. It was not touched; update this one.");
    }

    /// <summary>Opens the file, and makes it where there is none.</summary>
    /// <exception cref="StoreException">It cannot be.</exception>
    public static SqliteConnection Open(string path)
    {
        if (!Exists(path))
        {
            MakeEmpty(path);
        }

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA synchronous = FULL");

            // Writing over an old part of the log costs the disk half of what making it longer does: it stays short.
            Execute(connection, "PRAGMA wal_autocheckpoint = 256");
            if (VersionOf(connection) < Version)
            {
                Upgrade(connection);
            }

            // Kept in the file; a second process that finds it so changes nothing.
            Execute(connection, "PRAGMA journal_mode = WAL");
            return connection;
        }
        catch (SqliteException failed)
        {
            connection.Dispose();
            throw SqliteErrors.Explain(path, failed);
        }
    }

    /// <summary>Executes a statement that answers nothing.</summary>
    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static int VersionOf(SqliteConnection connection) => Convert.ToInt32(Scalar(connection, "PRAGMA user_version"));

    /// <summary>Where it is new, not in the log yet: whoever looks at the header must find whose file it is.</summary>
    private static void Upgrade(SqliteConnection connection)
    {
        Execute(connection, "BEGIN IMMEDIATE");
        for (int version = VersionOf(connection); version < Version; version++)
        {
            Execute(connection, $"PRAGMA application_id = {ApplicationId}; {Schema[version]} PRAGMA user_version = {version + 1}");
        }

        Execute(connection, "COMMIT");
    }

    private static void MakeEmpty(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            new FileStream(path, options).Dispose();
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            throw SqliteErrors.NotUsable(path, unusable);
        }
    }
}
