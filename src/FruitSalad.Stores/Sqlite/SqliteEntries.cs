using FruitSalad.Journal;
using Microsoft.Data.Sqlite;

namespace FruitSalad.Stores.Sqlite;

/// <summary>A salad's entries in a file: the two statements, prepared once.</summary>
internal sealed class SqliteEntries : IDisposable
{
    /// <summary>So many entries are read at once at most.</summary>
    private const int Page = 256;

    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _select;

    public SqliteEntries(SqliteConnection connection, long salad)
    {
        _insert = connection.CreateCommand();
        _insert.CommandText = $"""
            INSERT INTO entry (salad, sequence, now, events, format, checksum, commands)
            VALUES ({salad}, $sequence, $now, $events, $format, $checksum, $commands)
            """;
        foreach (string name in (string[])["$sequence", "$now", "$events", "$format", "$checksum"])
        {
            _insert.Parameters.Add(name, SqliteType.Integer);
        }

        _insert.Parameters.Add("$commands", SqliteType.Blob);
        _select = connection.CreateCommand();
        _select.CommandText = $"""
            SELECT sequence, now, events, format, checksum, commands FROM entry
            WHERE salad = {salad} AND sequence > $after ORDER BY sequence LIMIT {Page + 1}
            """;
        _select.Parameters.Add("$after", SqliteType.Integer);
    }

    public void Append(JournalEntry entry)
    {
        object[] values = [entry.Sequence, entry.Now.Ticks, entry.Events, entry.Format, entry.Checksum, entry.Commands];
        for (int i = 0; i < values.Length; i++)
        {
            _insert.Parameters[i].Value = values[i];
        }

        _insert.ExecuteNonQuery();
    }

    /// <summary>What comes after an entry, and whether that is all.</summary>
    public (List<JournalEntry> Entries, bool IsComplete) Read(long after)
    {
        var entries = new List<JournalEntry>();
        _select.Parameters[0].Value = after;
        using SqliteDataReader reader = _select.ExecuteReader();
        while (reader.Read())
        {
            if (entries.Count == Page)
            {
                return (entries, false);
            }

            entries.Add(new JournalEntry(
                reader.GetInt64(0), TimeSpan.FromTicks(reader.GetInt64(1)), reader.GetInt64(2), reader.GetFieldValue<byte[]>(5))
            {
                Format = reader.GetInt32(3),
                Checksum = reader.GetInt64(4),
            });
        }

        return (entries, true);
    }

    public void Dispose()
    {
        _insert.Dispose();
        _select.Dispose();
    }
}
