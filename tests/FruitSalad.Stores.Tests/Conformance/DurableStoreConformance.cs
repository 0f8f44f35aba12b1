using FruitSalad.Contract;
using FruitSalad.Core.Tests.Store;
using FruitSalad.Journal;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Stores.Tests.Conformance;

/// <summary>What a store must do beyond that which outlives its masters and has several.</summary>
public abstract class DurableStoreConformance : TaskStoreConformance
{
    [Fact]
    public void Whoever_opens_a_salad_goes_on_where_it_was()
    {
        for (int seed = 0; seed < Histories / 20; seed++)
        {
            var history = new RandomHistory(seed, Place.Make);
            history.Run(Commands / 2);
            Place.Close();
            history.Salad.GoOnWith(Place.Another(history.Salad));
            string expected = new RandomHistory(seed).Run(Commands).Trace;
            Assert.Equal(expected, history.Run(Commands / 2).Trace);
            Place.Close();
        }
    }

    [Fact]
    public void What_was_shared_is_there_for_whoever_opens_the_salad()
    {
        TestSalad salad = Place.Make(new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust }, Task());
        salad.Share("script", "1");

        Assert.Equal("1", TestPlace.Finish(Place.Another(salad).SharedAsync("script").AsTask()));
    }

    [Fact]
    public void Masters_that_share_a_salad_are_as_one()
    {
        for (int seed = 0; seed < Histories / 20; seed++)
        {
            var chance = new SeededRandom(seed, 1);
            Compare(seed, new RandomHistory(seed, (settings, tasks) => Place.Make(
                settings, tasks, store => new SharedStore(chance, store, Place.Another(store.Settings.Name), Place.Another(store.Settings.Name)))));
        }
    }

    [Fact]
    public async Task Masters_that_write_at_once_lose_nothing_and_do_nothing_twice()
    {
        const int TaskCount = 300;
        TestSalad salad = Place.Make(new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust }, Many(TaskCount));
        ITaskStore[] masters = [salad.Store, Place.Another(salad), Place.Another(salad)];

        List<int>[] accepted = await System.Threading.Tasks.Task.WhenAll(Enumerable.Range(0, 6).Select(
            number => System.Threading.Tasks.Task.Run(() => WorkAsync(masters, number)))).WaitAsync(TimeSpan.FromSeconds(120));

        Assert.Equal(Enumerable.Range(0, TaskCount), accepted.SelectMany(ids => ids).Order());
        salad.Tick();
        Assert.Equal(EndReason.Completed, salad.Snapshot.EndReason);
    }

    [Fact]
    public void A_master_hears_of_what_another_did()
    {
        TestSalad salad = Place.Make(
            new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust, KeepOpen = true }, []);
        JournaledTaskStore other = Place.Another(salad.Store.Settings.Name);
        using var heard = new SemaphoreSlim(0);
        other.Watch(() => heard.Release());

        salad.Add("two", Task(), Task());

        Assert.True(heard.Wait(TimeSpan.FromSeconds(30)));
        Effect effect = TestPlace.Finish(other.TickAsync(default).AsTask());
        while (effect.MadeReady == 0 && heard.Wait(TimeSpan.FromSeconds(30)))
        {
            effect = TestPlace.Finish(other.TickAsync(default).AsTask());
        }

        Assert.Equal(2, effect.MadeReady);
        Assert.Equal(0, TestPlace.Finish(other.TickAsync(default).AsTask()).MadeReady);
    }

    [Fact]
    public async Task Salads_of_one_store_are_told_apart_by_name()
    {
        SaladStore place = Place.Store!;
        Assert.Empty(await place.NamesAsync());
        Assert.Equal(StoreFault.SaladMissing, (await Assert.ThrowsAsync<StoreException>(() => place.OpenAsync())).Fault);
        var keys = SaladKeys.Create();
        var settings = new SaladSettings { Name = "midi", Id = Guid.NewGuid(), Policy = SaladPolicy.Robust, Seed = 7 };
        await (await place.CreateAsync(settings, [Task()], keys)).Journal.DisposeAsync();

        KeptSalad only = await place.OpenAsync();
        await using JournaledTaskStore store = await JournaledTaskStore.OpenAsync(only.Journal, TimeProvider.System);
        Assert.Equal((settings.Id, 7, "midi"), (store.Settings.Id, store.Settings.Seed, store.Settings.Name));
        Assert.Equal(keys.Worker, only.Keys.Worker);
        Assert.Equal(keys.Owner, only.Keys.Owner);

        Assert.Equal(StoreFault.SaladExists, (await Assert.ThrowsAsync<StoreException>(() => place.CreateAsync(settings, [], keys))).Fault);
        await (await place.CreateAsync(settings with { Name = "soir" }, [], keys)).Journal.DisposeAsync();
        Assert.Equal(["midi", "soir"], await place.NamesAsync());
        StoreException which = await Assert.ThrowsAsync<StoreException>(() => place.OpenAsync());
        Assert.Equal(StoreFault.SaladNotNamed, which.Fault);
        Assert.Contains("midi, soir", which.Message);
        Assert.Equal(StoreFault.SaladMissing, (await Assert.ThrowsAsync<StoreException>(() => place.OpenAsync("nuit"))).Fault);
        await (await place.OpenAsync("soir")).Journal.DisposeAsync();
    }

    [Fact]
    public async Task The_roll_names_the_masters_that_sign_and_forgets_the_others()
    {
        SaladStore place = Place.Store!;
        var settings = new SaladSettings { Name = "midi", Id = Guid.NewGuid(), Policy = SaladPolicy.Robust };
        await using KeptSalad first = await place.CreateAsync(settings, [], SaladKeys.Create());
        await using KeptSalad second = await place.OpenAsync("midi"), third = await place.OpenAsync("midi");
        await using KeptSalad elsewhere = await place.CreateAsync(settings with { Name = "soir" }, [], SaladKeys.Create());
        MasterView a = Master(1), b = Master(2) with { OwnProcess = true, Fingerprint = "AB" }, c = Master(3);
        Assert.Equal([a], await first.Roll.SignAsync(a));
        Assert.Equal([Master(4)], await elsewhere.Roll.SignAsync(Master(4)));

        // A slow machine's own seconds count too: a master that must still be there is far from being forgotten.
        Place.LetRollAge(TimeSpan.FromSeconds(2));
        Assert.Equal([a, b], await second.Roll.SignAsync(b));
        Assert.Equal([a, b, c], await third.Roll.SignAsync(c));
        Assert.Equal([a, b, c], await second.Roll.SignAsync(b));
        Place.LetRollAge(TimeSpan.FromSeconds(9));
        await second.Roll.SignAsync(b);
        await third.Roll.SignAsync(c);
        Assert.Equal([b, c], await first.Roll.ReadAsync());

        await second.Roll.StrikeAsync(b.Id);
        Assert.Equal([a, c], (await first.Roll.SignAsync(a)).OrderBy(master => master.Pid));
    }

    [Fact]
    public void A_million_digits_survive_to_the_last_one()
    {
        var odd = new NewTask("pêche \"melba\" 🍑\n", TimeSpan.FromTicks(1_234_567_891), "{\"n\":0.1}");
        TestSalad salad = Place.Make(
            new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Timeout with { Lease = TimeSpan.FromTicks(50_000_001) } }, odd);
        salad.Hello(A);
        salad.Get(A);
        string result = string.Concat(Enumerable.Range(0, 100_000).Select(i => i % 10));
        salad.Accept(A, new ResultEntry(0, 1, result));

        TaskSnapshot task = Assert.Single(TestPlace.Finish(Place.Another(salad).TasksAsync(null, 0, 9).AsTask()));

        Assert.Equal((odd.Name, odd.Duration, odd.Payload, result), (task.Task.Name, task.Task.Duration, task.Task.Payload, task.Result));
        Assert.Equal(Seconds(5.0000001), salad.Events.Single(e => e.Kind == EventKind.Granted).Deadline);
    }

    private static MasterView Master(int number) => new(new Guid(number, 0, 0, new byte[8]), $"127.0.0.1:{number}", "here", number, false);

    /// <summary>A worker that goes from master to master, with two tasks in hand.</summary>
    private static async Task<List<int>> WorkAsync(ITaskStore[] masters, int number)
    {
        WorkerId worker = TestSalad.Worker(number + 1);
        var accepted = new List<int>();
        for (int request = 1; ; request++)
        {
            ITaskStore master = masters[(number + request) % masters.Length];
            if (request == 1)
            {
                await master.HelloAsync(worker, new WorkerIntroduction($"W-{number}", 0, "here"), default);
            }

            Claim claim = (await master.ClaimAsync(worker, request, 2, default, default)).Value;
            if (claim.Grants.Length == 0)
            {
                return accepted;
            }

            ResultEntry[] results = [.. claim.Grants.Select(grant => new ResultEntry(grant.Task.Id, grant.Attempt, "1"))];
            Verdict[] verdicts = (await masters[number % masters.Length].AcceptAsync(worker, results, default)).Value;
            accepted.AddRange(results.Where((_, i) => verdicts[i] == Verdict.Accepted).Select(result => result.TaskId));
        }
    }
}
