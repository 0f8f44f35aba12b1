using System.Diagnostics;
using FruitSalad.Journal;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Stores;
using FruitSalad.Stores.Sqlite;
using FruitSalad.Tasks;
using static SQLitePCL.raw;

namespace FruitSalad.Benchmarks;

/// <summary>A store, and the same transactions once more without any salad behind them.</summary>
internal abstract class DurablePlace(SaladStore store)
{
    private int _salads;

    public Task<KeptSalad> CreateAsync(SaladSettings settings, IReadOnlyList<NewTask> tasks) =>
        store.CreateAsync(settings with { Name = $"salad {++_salads}" }, tasks, SaladKeys.Create());

    /// <summary>The last salad, opened again.</summary>
    public Task<KeptSalad> OpenAsync() => store.OpenAsync($"salad {_salads}");

    /// <summary>Appends the entries of the last salad once more, one after the other; answers the seconds.</summary>
    public async Task<double> RepeatAsync() => await RepeatAsync(await ReadAsync((await OpenAsync()).Journal));

    protected abstract Task<double> RepeatAsync(List<JournalEntry> entries);

    private static async Task<List<JournalEntry>> ReadAsync(ITaskJournal journal)
    {
        var all = new List<JournalEntry>();
        bool complete = false;
        while (!complete)
        {
            await journal.ReadAsync(all.Count, turn =>
            {
                all.AddRange(turn.Entries);
                complete = turn.IsComplete;
            });
        }

        await journal.DisposeAsync();
        return all;
    }
}

/// <summary>A file.</summary>
internal sealed class FilePlace(string path) : DurablePlace(SaladStore.OfFile(path))
{
    protected override Task<double> RepeatAsync(List<JournalEntry> entries)
    {
        using var connection = SqliteFile.Open(path + ".bare");
        using var statements = new SqliteEntries(connection, salad: 1);
        statements.Append(entries[0]);
        long start = Stopwatch.GetTimestamp();
        foreach (JournalEntry entry in entries.Skip(1))
        {
            _ = sqlite3_exec(connection.Handle, "BEGIN IMMEDIATE");
            statements.Read(entry.Sequence - 1);
            statements.Append(entry);
            _ = sqlite3_exec(connection.Handle, "COMMIT");
        }

        return Task.FromResult(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}

/// <summary>A database.</summary>
internal sealed class DatabasePlace(SaladStore store) : DurablePlace(store)
{
    protected override async Task<double> RepeatAsync(List<JournalEntry> entries)
    {
        KeptSalad copy = await CreateAsync(new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust }, []);
        long start = Stopwatch.GetTimestamp();
        foreach (JournalEntry entry in entries.Skip(1))
        {
            await copy.Journal.TurnAsync(entry.Sequence - 1, _ => entry);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await copy.Journal.DisposeAsync();
        return seconds;
    }
}
