using FruitSalad.History;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Store;

/// <summary>Results of peers that took their tasks by themselves.</summary>
public class GatherTests
{
    private static readonly WorkerId One = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly WorkerId Other = new(new Guid(2, 0, 0, new byte[8]));
    private readonly SaladSettings _settings = new()
    {
        Id = Guid.Empty,
        Policy = SaladPolicy.Robust with { MaxAttempts = 2 },
    };

    [Fact]
    public async Task The_first_valid_result_of_a_task_counts_once()
    {
        MemoryTaskStore store = await StoreAsync();
        Assert.Equal([Verdict.Accepted], await GatherAsync(store, One, new GatheredResult(0, "1")));
        Assert.Equal([Verdict.AlreadyAccepted], await GatherAsync(store, One, new GatheredResult(0, "1")));
        Assert.Equal([Verdict.Superseded, Verdict.Accepted], await GatherAsync(store, Other, new(0, "2"), new(1, "3")));
        Assert.Equal(["1", "3"], (await store.TasksAsync(null, 0, 10)).Select(task => task.Result));
        await CheckAsync(store, EndReason.Completed);
    }

    [Fact]
    public async Task Failures_count_for_whose_they_were_and_then_the_result_or_the_end()
    {
        MemoryTaskStore store = await StoreAsync();
        GatheredFailure[] twice = [new(Other, "burnt"), new(One, "spoiled")];
        Assert.Equal(
            [Verdict.Accepted, Verdict.Closed],
            await GatherAsync(store, One, new GatheredResult(0, "1", twice[0]), new GatheredResult(1, null, twice)));
        TaskSnapshot[] tasks = [.. await store.TasksAsync(null, 0, 10)];
        Assert.Equal([(TaskState.Done, 2), (TaskState.Dead, 2)], tasks.Select(task => (task.State, task.Attempt)));
        Assert.Equal("spoiled", tasks[1].LastError);
        Assert.Equal(
            [(0, "W-2", "burnt"), (1, "W-2", "burnt"), (1, "W-1", "spoiled")],
            (await store.EventsAsync(0, 100)).Events.Where(e => e.Kind == EventKind.Failed).Select(e => (e.TaskId, e.WorkerName, e.Detail)));
        await CheckAsync(store, EndReason.Failed);
    }

    [Fact]
    public async Task Strangers_and_numbers_that_no_task_has_count_for_nothing()
    {
        MemoryTaskStore store = await StoreAsync();
        var stranger = new WorkerId(new Guid(3, 0, 0, new byte[8]));
        Assert.Equal([Verdict.Unknown], await GatherAsync(store, stranger, new GatheredResult(0, "1")));
        Assert.Equal([Verdict.Unknown, Verdict.Unknown], await GatherAsync(store, One, new(2, "1"), new(-1, "1")));
        await CheckAsync(store, EndReason.None);
    }

    private async Task<MemoryTaskStore> StoreAsync()
    {
        var store = new MemoryTaskStore(_settings, [new("a", default), new("b", default)]);
        await store.HelloAsync(One, new WorkerIntroduction("W-1", 1, "here"), default);
        await store.HelloAsync(Other, new WorkerIntroduction("W-2", 2, "here"), default);
        return store;
    }

    private static async Task<Verdict[]> GatherAsync(MemoryTaskStore store, WorkerId worker, params GatheredResult[] results) =>
        (await store.GatherAsync(worker, results, TimeSpan.FromSeconds(1))).Value;

    private async Task CheckAsync(MemoryTaskStore store, EndReason end)
    {
        var checker = new HistoryChecker(_settings);
        foreach (SaladEvent e in (await store.EventsAsync(0, 1000)).Events)
        {
            checker.Observe(e);
        }

        SaladSnapshot snapshot = await store.SnapshotAsync();
        checker.CheckState(snapshot);
        checker.Finish();
        Assert.Empty(checker.Violations);
        Assert.Equal(end, snapshot.EndReason);
    }
}
