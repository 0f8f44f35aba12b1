using FruitSalad.Journal;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Stores.Sqlite;
using FruitSalad.Tasks;

namespace FruitSalad.Stores.Tests.Sqlite;

/// <summary>The salad's time in a file: over masters, over boots, and over times in which nobody served.</summary>
public sealed class SqliteTimeTests : IDisposable
{
    private static readonly WorkerId Worker = new(new Guid(1, 0, 0, new byte[8]));
    private readonly TestFolder _folder = new();
    private TimeSpan _machine = TimeSpan.FromHours(5);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Another_master_of_the_same_boot_reads_the_same_time()
    {
        await using JournaledTaskStore first = await MakeAsync("boot");
        _machine += TimeSpan.FromSeconds(3);
        await using JournaledTaskStore second = await OpenAsync("boot");

        await first.RefuseAsync(default, "first", default);
        _machine += TimeSpan.FromSeconds(4);
        await second.RefuseAsync(default, "second", default);

        Assert.Equal([3, 7], await RefusalsAsync(first));
    }

    [Fact]
    public async Task Time_never_goes_back()
    {
        await using JournaledTaskStore store = await MakeAsync("boot");
        _machine += TimeSpan.FromSeconds(9);
        await store.RefuseAsync(default, "late", default);
        _machine -= TimeSpan.FromSeconds(5);
        await store.RefuseAsync(default, "early", default);

        Assert.Equal([9, 9], await RefusalsAsync(store));
    }

    [Fact]
    public async Task After_another_boot_time_goes_on_and_every_lease_begins_anew_once()
    {
        await using (JournaledTaskStore before = await MakeAsync("boot"))
        {
            await before.HelloAsync(Worker, new WorkerIntroduction("W", 0, "here"), default);
            await before.ClaimAsync(Worker, 1, 1, default, default);
            _machine += TimeSpan.FromSeconds(9);
            await before.RefuseAsync(default, "last", default);
        }

        _machine = TimeSpan.FromSeconds(20);
        await using JournaledTaskStore after = await OpenAsync("another boot");
        await using JournaledTaskStore beside = await OpenAsync("another boot");
        await after.TickAsync(default);
        SaladEvent renewed = Assert.Single((await after.EventsAsync(0, 100)).Events, e => e.Kind == EventKind.Renewed);
        Assert.Equal((TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(19)), (renewed.Time, renewed.Deadline));

        _machine += TimeSpan.FromSeconds(4);
        await beside.RefuseAsync(default, "new", default);
        Assert.Equal([9, 13], await RefusalsAsync(after));
        _machine += TimeSpan.FromSeconds(6);
        await beside.TickAsync(default);

        Assert.Equal(1, (await after.SnapshotAsync()).Counts.Ready);
        Assert.Single((await after.EventsAsync(0, 100)).Events, e => e.Kind == EventKind.Renewed);
    }

    [Fact]
    public async Task A_lease_that_ran_out_while_nobody_served_begins_anew_once()
    {
        await using (JournaledTaskStore before = await MakeAsync("boot"))
        {
            await before.HelloAsync(Worker, new WorkerIntroduction("W", 0, "here"), default);
            await before.ClaimAsync(Worker, 1, 1, default, default);
        }

        _machine += TimeSpan.FromHours(1);
        await using JournaledTaskStore after = await OpenAsync("boot");
        await after.HelloAsync(Worker, new WorkerIntroduction("W", 0, "here"), default);
        Assert.Empty((await after.RenewAsync(Worker, [new HeldTask(0, 1)], default)).Value.Lost);
        SaladSnapshot salad = await after.SnapshotAsync();
        Assert.Equal((1, EndReason.None), (salad.Counts.Leased, salad.EndReason));

        // Somebody serves now, on time: this one runs out.
        _machine += TimeSpan.FromSeconds(10);
        await after.TickAsync(default);
        Assert.Equal(1, (await after.SnapshotAsync()).Counts.Ready);
    }

    [Fact]
    public async Task A_salad_does_not_end_for_want_of_anybody_while_no_master_was_there_to_meet_them()
    {
        await (await MakeAsync("boot")).DisposeAsync();
        _machine += TimeSpan.FromDays(1);
        await using JournaledTaskStore after = await OpenAsync("boot");

        await after.TickAsync(default);
        _machine += TimeSpan.FromSeconds(29);
        await after.TickAsync(default);
        Assert.Equal(EndReason.None, (await after.SnapshotAsync()).EndReason);

        _machine += TimeSpan.FromSeconds(1);
        await after.TickAsync(default);
        Assert.Equal(EndReason.Idle, (await after.SnapshotAsync()).EndReason);
    }

    [Fact]
    public async Task A_tick_that_changed_nothing_is_not_written()
    {
        await using JournaledTaskStore store = await MakeAsync("boot");
        KeptSalad kept = await Store("boot").OpenAsync();
        for (int i = 0; i < 10; i++)
        {
            await store.TickAsync(default);
        }

        long last = 0;
        await kept.Journal.ReadAsync(0, turn => last = turn.Entries[^1].Sequence);
        await kept.Journal.DisposeAsync();
        Assert.Equal(1, last);
    }

    private static async Task<IEnumerable<double>> RefusalsAsync(JournaledTaskStore store) =>
        (await store.EventsAsync(0, 100)).Events.Where(e => e.Kind == EventKind.Refused).Select(e => e.Time.TotalSeconds);

    private SqliteStore Store(string boot) => new(_folder.File("salad.db"), new MachineClock(() => _machine, boot));

    private async Task<JournaledTaskStore> MakeAsync(string boot)
    {
        var settings = new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust };
        KeptSalad kept = await Store(boot).CreateAsync(settings, [new NewTask("pomme", TimeSpan.Zero)], SaladKeys.Create());
        return await JournaledTaskStore.OpenAsync(kept.Journal, TimeProvider.System);
    }

    private async Task<JournaledTaskStore> OpenAsync(string boot) =>
        await JournaledTaskStore.OpenAsync((await Store(boot).OpenAsync()).Journal, TimeProvider.System);
}
