using FruitSalad.Journal;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Stores.Postgres;
using FruitSalad.Tasks;
using Npgsql;

namespace FruitSalad.Stores.Tests.Postgres;

/// <summary>What only a database can do: go away and come back, be somebody else's, have a clock and users.</summary>
public sealed class PostgresTests
{
    [Fact]
    public async Task A_database_that_was_gone_for_a_moment_is_met_again_without_a_word()
    {
        using var place = new PostgresPlace(realClock: true);
        await using JournaledTaskStore store = await MakeAsync(place);
        await store.RefuseAsync(default, "before", default);

        place.CutOff();
        await store.RefuseAsync(default, "after", default);

        Assert.Equal(["before", "after"], await RefusalsAsync(store));
    }

    [Fact]
    public async Task A_turn_that_was_cut_off_is_unavailable_and_never_half_done()
    {
        using var place = new PostgresPlace(realClock: true);
        await using JournaledTaskStore store = await MakeAsync(place);
        KeptSalad kept = await place.Store.OpenAsync();
        await using ITaskJournal journal = kept.Journal;

        StoreException failed = await Assert.ThrowsAsync<StoreException>(async () => await journal.TurnAsync(1, turn =>
        {
            place.CutOff();
            return new JournalEntry(2, turn.Now, 0, "[]"u8.ToArray());
        }));

        Assert.Equal(StoreFault.Unavailable, failed.Fault);
        await store.RefuseAsync(default, "goes on", default);
        Assert.Equal(["goes on"], await RefusalsAsync(store));
    }

    [Fact]
    public async Task Whoever_holds_the_turn_too_long_loses_it()
    {
        using var place = new PostgresPlace(realClock: true);
        await using JournaledTaskStore store = await MakeAsync(place);
        await using NpgsqlConnection other = PostgresPlace.Open(place.Connection);
        await using NpgsqlTransaction turn = await other.BeginTransactionAsync();
        await using (var take = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({PostgresListener.LockClass}, 1)", other))
        {
            await take.ExecuteNonQueryAsync();
        }

        StoreException failed = await Assert.ThrowsAsync<StoreException>(async () => await store.RefuseAsync(default, "waits", default));
        Assert.Equal(StoreFault.Unavailable, failed.Fault);

        await turn.RollbackAsync();
        await store.RefuseAsync(default, "goes on", default);
        Assert.Equal(["goes on"], await RefusalsAsync(store));
    }

    [Fact]
    public async Task Many_that_make_the_schema_at_once_make_it_once()
    {
        using var place = new PostgresPlace(realClock: true);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            var store = PostgresStore.Of(place.Connection, null, null);
            KeptSalad kept = await store.CreateAsync(Settings($"salad {i}"), [], SaladKeys.Create());
            await kept.Journal.DisposeAsync();
        })).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(8, (await place.Store.NamesAsync()).Count);
    }

    [Fact]
    public async Task A_schema_of_an_earlier_version_is_brought_up_to_date()
    {
        using var place = new PostgresPlace(realClock: true);
        await (await place.Store.CreateAsync(Settings("salad"), [], SaladKeys.Create())).DisposeAsync();
        place.Execute("DROP TABLE fruitsalad.master; UPDATE fruitsalad.version SET version = 1");

        await using KeptSalad kept = await place.Store.OpenAsync();

        Assert.Empty(await kept.Roll.ReadAsync());
    }

    [Theory]
    [InlineData("CREATE SCHEMA fruitsalad; CREATE TABLE fruitsalad.cellar (wine text)", StoreFault.Foreign)]
    [InlineData("CREATE SCHEMA fruitsalad; CREATE TABLE fruitsalad.version AS SELECT 99 AS version", StoreFault.LaterVersion)]
    public async Task A_schema_of_somebody_elses_or_of_a_later_version_is_refused(string sql, StoreFault fault)
    {
        using var place = new PostgresPlace(realClock: true);
        place.Execute(sql);

        Assert.Equal(fault, (await Assert.ThrowsAsync<StoreException>(() => place.Store.NamesAsync())).Fault);
        Assert.Equal(fault, (await Assert.ThrowsAsync<StoreException>(() => place.Store.CreateAsync(Settings("s"), [], SaladKeys.Create()))).Fault);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named_and_one_that_does_not_answer_too()
    {
        string nowhere = new NpgsqlConnectionStringBuilder(PostgresPlace.Server) { Database = "no_such_salad" }.ToString();
        StoreException missing = await Assert.ThrowsAsync<StoreException>(() => PostgresStore.Of(nowhere, null, null).NamesAsync());
        Assert.Equal(StoreFault.NotUsable, missing.Fault);
        Assert.Contains("no_such_salad", missing.Message);

        StoreException gone = await Assert.ThrowsAsync<StoreException>(
            () => SaladStore.OfDatabase("Host=127.0.0.1;Port=1;Database=salads", "me", "my secret").NamesAsync());
        Assert.Equal(StoreFault.Unavailable, gone.Fault);
        Assert.DoesNotContain("my secret", gone.ToString());
    }

    private static async Task<IEnumerable<string?>> RefusalsAsync(JournaledTaskStore store) =>
        (await store.EventsAsync(0, 100)).Events.Where(e => e.Kind == EventKind.Refused).Select(e => e.Detail);

    private static SaladSettings Settings(string name) => new() { Name = name, Id = Guid.NewGuid(), Policy = SaladPolicy.Robust };

    private static async Task<JournaledTaskStore> MakeAsync(PostgresPlace place)
    {
        KeptSalad kept = await place.Store.CreateAsync(Settings("salad"), [new NewTask("pomme", default)], SaladKeys.Create());
        return await JournaledTaskStore.OpenAsync(kept.Journal, TimeProvider.System);
    }
}
