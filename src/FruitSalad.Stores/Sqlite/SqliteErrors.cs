using FruitSalad.Store;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace FruitSalad.Stores.Sqlite;

/// <summary>What SQLite says, as what it means for a salad.</summary>
internal static class SqliteErrors
{
    /// <summary>What went wrong with a file, and what to do.</summary>
    public static StoreException Explain(string path, SqliteException failed) => Explain(path, failed.SqliteErrorCode, failed);

    /// <inheritdoc cref="Explain(string, SqliteException)"/>
    public static StoreException Explain(string path, int code, Exception? cause = null) => code switch
    {
        SQLITE_NOTADB => Foreign(path),
        SQLITE_CORRUPT => new(StoreFault.Damaged, $"{path} is damaged: restore it from a copy.", cause),
        SQLITE_READONLY or SQLITE_CANTOPEN or SQLITE_PERM or SQLITE_AUTH => NotUsable(path, cause),
        SQLITE_FULL => new(StoreFault.Unavailable, $"{path}: the disk is full. Make room; nothing acknowledged is lost.", cause),
        SQLITE_BUSY or SQLITE_LOCKED => new(
            StoreFault.Unavailable, $"{path}: another process holds the file and does not let go.", cause),
        _ => new(StoreFault.Unavailable, $"{path} cannot be read or written now: {cause?.Message ?? $"SQLite error {code}"}", cause),
    };

    /// <summary>It is a file of somebody else's.</summary>
    public static StoreException Foreign(string path) =>
        new(StoreFault.Foreign, $"{path} is not a file of salads. It was not touched; choose another path.");

    /// <summary>It cannot be made or opened there.</summary>
    public static StoreException NotUsable(string path, Exception? cause) => new(
        StoreFault.NotUsable,
        $"{path} cannot be made or written: the folder must be there and both must be writable. {cause?.Message}".TrimEnd(), cause);
}
