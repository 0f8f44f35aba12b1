using System.Diagnostics;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace FruitSalad.Stores.Sqlite;

/// <summary>The one writer's place at a file, among all processes.</summary>
/// <remarks>
/// SQLite keeps no queue: whoever tries at the right moment gets in, and its own patience grows to tenths of a second
/// between two tries. A master that writes without a pause would then starve the others: here everybody tries about
/// every millisecond, and who had to wait last steps aside for a moment after its own turn.
/// </remarks>
internal sealed class SqliteGate(SqliteConnection connection, string path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private bool _shared;

    /// <summary>Begins a transaction as the writer.</summary>
    public void Enter()
    {
        if (_shared)
        {
            // Others write too: without this breath they would hardly ever find the place free.
            Thread.Sleep(TimeSpan.FromMilliseconds(Random.Shared.Next(2)));
        }

        long start = Stopwatch.GetTimestamp();
        _shared = false;
        while (true)
        {
            int code = sqlite3_exec(connection.Handle, "BEGIN IMMEDIATE");
            if (code == SQLITE_OK)
            {
                return;
            }

            if ((code & 0xff) != SQLITE_BUSY || Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw SqliteErrors.Explain(path, code & 0xff);
            }

            _shared = true;
            Thread.Sleep(Random.Shared.Next(3));
        }
    }

    /// <summary>Ends the transaction.</summary>
    public void Leave(string how)
    {
        int code = sqlite3_exec(connection.Handle, how);
        if (code != SQLITE_OK)
        {
            throw SqliteErrors.Explain(path, code & 0xff);
        }
    }

    /// <summary>Ends a transaction that failed, if SQLite has not done so itself.</summary>
    public void GiveUp()
    {
        if (sqlite3_get_autocommit(connection.Handle) == 0)
        {
            _ = sqlite3_exec(connection.Handle, "ROLLBACK");
        }
    }
}
