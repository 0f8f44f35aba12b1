using FruitSalad.Journal;
using Npgsql;
using NpgsqlTypes;

namespace FruitSalad.Stores.Postgres;

/// <summary>
/// A salad's entries in a database: the statements. They read the same for all salads: a server that keeps plans keeps few.
/// </summary>
internal static class PostgresEntries
{
    /// <summary>So many entries are read at once at most.</summary>
    public const int Page = 256;

    /// <summary>Appends an entry; <see cref="Fill"/> says which.</summary>
    public static NpgsqlBatchCommand Insert(int salad) => new(
        """
        INSERT INTO fruitsalad.entry (salad, sequence, now, events, format, checksum, commands)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """)
    {
        Parameters =
        {
            new() { Value = salad },
            new() { NpgsqlDbType = NpgsqlDbType.Bigint },
            new() { NpgsqlDbType = NpgsqlDbType.Bigint },
            new() { NpgsqlDbType = NpgsqlDbType.Bigint },
            new() { NpgsqlDbType = NpgsqlDbType.Integer },
            new() { NpgsqlDbType = NpgsqlDbType.Bigint },
            new() { NpgsqlDbType = NpgsqlDbType.Bytea },
        },
    };

    /// <summary>The entry that <see cref="Insert"/> appends.</summary>
    public static void Fill(NpgsqlBatchCommand insert, JournalEntry entry)
    {
        object[] values = [entry.Sequence, entry.Now.Ticks, entry.Events, entry.Format, entry.Checksum, entry.Commands];
        for (int i = 0; i < values.Length; i++)
        {
            insert.Parameters[i + 1].Value = values[i];
        }
    }

    /// <summary>
    /// What comes after the entry that <see cref="After"/> names; and the clock, as ticks since the salad's epoch. One
    /// statement: the clock is read after the lock was taken, and where there is no entry, once all the same.
    /// </summary>
    public static NpgsqlBatchCommand Select(int salad) => new(
        $"""
        SELECT (extract(epoch FROM fruitsalad.clock() - s.epoch) * 10000000)::bigint,
               e.sequence, e.now, e.events, e.format, e.checksum, e.commands
        FROM fruitsalad.salad s
        LEFT JOIN (SELECT * FROM fruitsalad.entry WHERE salad = $1 AND sequence > $2 ORDER BY sequence LIMIT {Page + 1}) e
            ON true
        WHERE s.id = $1 ORDER BY e.sequence
        """)
    {
        Parameters = { new() { Value = salad }, new() { NpgsqlDbType = NpgsqlDbType.Bigint } },
    };

    /// <summary>What <see cref="Select"/> begins after.</summary>
    public static void After(NpgsqlBatchCommand select, long sequence) => select.Parameters[1].Value = sequence;

    /// <summary>Reads what <see cref="Select"/> found.</summary>
    public static async Task<(List<JournalEntry> Entries, bool IsComplete, TimeSpan Clock)> ReadAsync(NpgsqlDataReader reader)
    {
        var entries = new List<JournalEntry>();
        TimeSpan clock = default;
        while (await reader.ReadAsync())
        {
            clock = TimeSpan.FromTicks(reader.GetInt64(0));
            if (reader.IsDBNull(1))
            {
                break;
            }

            if (entries.Count == Page)
            {
                return (entries, false, clock);
            }

            entries.Add(new JournalEntry(
                reader.GetInt64(1), TimeSpan.FromTicks(reader.GetInt64(2)), reader.GetInt64(3), reader.GetFieldValue<byte[]>(6))
            {
                Format = reader.GetInt32(4),
                Checksum = reader.GetInt64(5),
            });
        }

        return (entries, true, clock);
    }
}
