using System.Diagnostics.CodeAnalysis;
using FruitSalad.Journal;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Stores.Sqlite;
using FruitSalad.Tasks;
using Microsoft.Data.Sqlite;

namespace FruitSalad.Stores.Tests.Sqlite;

/// <summary>What is wrong with a file is said clearly, and a file that is not ours is not touched.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string File => _folder.File("salad.db");

    private SaladStore Store => SaladStore.OfFile(File);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_file_of_anything_is_not_ours() => IsRefusedUntouched("pomme, poire, banane", StoreFault.Foreign);

    [Fact]
    public Task A_longer_file_of_anything_is_not_ours() => IsRefusedUntouched(new string('x', 5000), StoreFault.Foreign);

    [Fact]
    public async Task A_database_of_somebody_elses_is_not_ours()
    {
        Execute("CREATE TABLE cellar (wine TEXT); INSERT INTO cellar VALUES ('rouge')");

        await IsRefusedUntouched(StoreFault.Foreign);
    }

    [Fact]
    public async Task A_file_of_a_later_version_is_refused()
    {
        await MakeAsync();
        Execute("PRAGMA user_version = 99");

        await IsRefusedUntouched(StoreFault.LaterVersion);
    }

    [Fact]
    public async Task A_file_of_an_earlier_version_is_brought_up_to_date()
    {
        await MakeAsync();
        Execute("DROP TABLE master; PRAGMA user_version = 1");

        await using KeptSalad kept = await Store.OpenAsync();

        Assert.Empty(await kept.Roll.ReadAsync());
    }

    [Fact]
    [SuppressMessage("Interoperability", "CA1416", Justification = "Skipped elsewhere.")]
    public async Task Only_its_owner_may_read_a_file_of_secrets()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        KeptSalad kept = await MakeAsync(close: false);

        foreach (string name in Directory.GetFiles(Path.GetDirectoryName(File)!))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(name));
        }

        await kept.Journal.DisposeAsync();
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        var store = SaladStore.OfFile(_folder.File("nowhere/salad.db"));

        StoreException failed = await Assert.ThrowsAsync<StoreException>(() => store.CreateAsync(Settings(), [], SaladKeys.Create()));

        Assert.Equal(StoreFault.NotUsable, failed.Fault);
        Assert.Contains("nowhere", failed.Message);
    }

    [Fact]
    public async Task A_folder_that_takes_no_files_is_named()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "There is no folder here in which nobody may write.");

        StoreException failed = await Assert.ThrowsAsync<StoreException>(
            () => SaladStore.OfFile("/proc/self/salad.db").CreateAsync(Settings(), [], SaladKeys.Create()));

        Assert.Equal(StoreFault.NotUsable, failed.Fault);
    }

    [Fact]
    public async Task A_byte_that_changed_is_found_before_anything_is_believed()
    {
        await MakeAsync(task: "an apple that is easily found");
        byte[] bytes = await System.IO.File.ReadAllBytesAsync(File);
        int place = bytes.AsSpan().IndexOf("apple"u8);
        bytes[place] ^= 1;
        await System.IO.File.WriteAllBytesAsync(File, bytes);

        KeptSalad kept = await Store.OpenAsync();
        StoreException failed = await Assert.ThrowsAsync<StoreException>(() => JournaledTaskStore.OpenAsync(kept.Journal, TimeProvider.System));
        await kept.Journal.DisposeAsync();

        Assert.Equal(StoreFault.Damaged, failed.Fault);
    }

    [Fact]
    public async Task A_file_cut_short_is_damaged_and_so_is_one_of_noise()
    {
        await MakeAsync(tasks: 3000);
        byte[] bytes = await System.IO.File.ReadAllBytesAsync(File);
        var random = new Random(1);
        for (int i = 0; i < 20; i++)
        {
            byte[] broken = i % 2 == 0 ? bytes[..random.Next(4096, bytes.Length)] : [.. bytes];
            random.NextBytes(broken.AsSpan(100, broken.Length - 100)[^(broken.Length / 3)..]);
            await System.IO.File.WriteAllBytesAsync(File, broken);

            StoreException failed = await Assert.ThrowsAsync<StoreException>(ReadAllAsync);

            Assert.Equal(StoreFault.Damaged, failed.Fault);
        }
    }

    [Fact]
    public async Task An_entry_that_is_missing_is_found()
    {
        await using (var place = await OpenAsync(await MakeAsync(close: false)))
        {
            await place.RefuseAsync(default, "one", default);
            await place.RefuseAsync(default, "two", default);
        }

        Execute("DELETE FROM entry WHERE sequence = 2");

        Assert.Equal(StoreFault.Damaged, (await Assert.ThrowsAsync<StoreException>(ReadAllAsync)).Fault);
    }

    [Fact]
    public async Task On_a_full_disk_nothing_is_acknowledged_and_nothing_lost()
    {
        await using JournaledTaskStore store = await OpenAsync(await MakeAsync(close: false));
        await store.RefuseAsync(default, "kept", default);
        Execute("CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'full'); END");
        StoreException failed = await Assert.ThrowsAsync<StoreException>(async () => await store.RefuseAsync(default, "lost", default));
        Assert.Equal(StoreFault.Unavailable, failed.Fault);
        Assert.DoesNotContain((await store.EventsAsync(0, 100)).Events, e => e.Detail == "lost");

        Execute("DROP TRIGGER full");
        await store.RefuseAsync(default, "again", default);

        Assert.Equal(["kept", "again"], (await store.EventsAsync(0, 100)).Events.Where(e => e.Kind == EventKind.Refused).Select(e => e.Detail));
        Assert.Contains("disk is full", SqliteErrors.Explain(File, SQLitePCL.raw.SQLITE_FULL).Message);
    }

    private async Task ReadAllAsync()
    {
        KeptSalad kept = await Store.OpenAsync();
        try
        {
            await JournaledTaskStore.OpenAsync(kept.Journal, TimeProvider.System);
        }
        finally
        {
            await kept.Journal.DisposeAsync();
        }
    }

    private Task IsRefusedUntouched(string content, StoreFault fault)
    {
        System.IO.File.WriteAllText(File, content);
        return IsRefusedUntouched(fault);
    }

    private async Task IsRefusedUntouched(StoreFault fault)
    {
        byte[] before = await System.IO.File.ReadAllBytesAsync(File);

        Assert.Equal(fault, (await Assert.ThrowsAsync<StoreException>(() => Store.NamesAsync())).Fault);
        Assert.Equal(fault, (await Assert.ThrowsAsync<StoreException>(() => Store.OpenAsync())).Fault);
        Assert.Equal(fault, (await Assert.ThrowsAsync<StoreException>(() => Store.CreateAsync(Settings(), [], SaladKeys.Create()))).Fault);

        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File));
        Assert.Equal([File], Directory.GetFiles(Path.GetDirectoryName(File)!));
    }

    private async Task<KeptSalad> MakeAsync(bool close = true, string task = "pomme", int tasks = 1)
    {
        NewTask[] all = [.. Enumerable.Range(0, tasks).Select(i => new NewTask($"{task} {i}", TimeSpan.Zero))];
        KeptSalad kept = await Store.CreateAsync(Settings(), all, SaladKeys.Create());
        if (close)
        {
            await kept.Journal.DisposeAsync();
        }

        return kept;
    }

    private static Task<JournaledTaskStore> OpenAsync(KeptSalad kept) => JournaledTaskStore.OpenAsync(kept.Journal, TimeProvider.System);

    private static SaladSettings Settings() => new() { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust };

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        SqliteFile.Execute(connection, sql);
    }
}
