using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>What tasks ask for and workers offer, over the wire.</summary>
public class PlacementOverTcpTests
{
    [Fact]
    public async Task A_task_goes_to_the_worker_that_offers_its_label()
    {
        await using var host = new TestHost(tasks: 0, settings: settings => settings with { KeepOpen = true });
        Task<(Fate, LeaveReason)> plain = TestHost.WorkAsync(host.Worker(1));
        Task<(Fate, LeaveReason)> gpu = TestHost.WorkAsync(host.Worker(2) with { Labels = ["gpu"] });
        await host.EventAsync(e => e.Kind == EventKind.WorkerJoined && e.WorkerName == "W-1");
        SaladEvent joined = await host.EventAsync(e => e.Kind == EventKind.WorkerJoined && e.WorkerName == "W-2");
        Assert.Equal(["gpu"], joined.Labels);

        NewTaskMessage[] tasks = [.. Enumerable.Range(0, 20).Select(i => new NewTaskMessage($"{i}") { Labels = ["gpu"], Priority = i })];
        await host.Owner.AddTasksAsync(new Addition("a", tasks), default);
        await host.Owner.CloseAsync(default);
        await Task.WhenAll(plain, gpu);

        Assert.Equal([0, 20], (await host.StatusAsync()).Workers.OrderBy(worker => worker.Name).Select(worker => worker.Accepted));
    }

    [Fact]
    public async Task What_a_task_asks_for_arrives_and_is_shown()
    {
        await using var host = new TestHost(tasks: 0, settings: settings => settings with { KeepOpen = true });
        var asking = new NewTaskMessage("a")
        {
            Priority = 3,
            DelayMs = 3_600_000,
            RunLimitMs = 5000,
            MaxAttempts = 1,
            Labels = ["gpu"],
        };
        await host.Owner.AddTasksAsync(new Addition("a", [asking, asking with { DelayMs = null }]), default);

        TaskOptions? options = (await host.EventAsync(e => e.Kind == EventKind.Added)).Options;
        Assert.Equal(
            (3, TimeSpan.FromHours(1), TimeSpan.FromSeconds(5), 1),
            (options!.Priority, options.Delay, options.RunLimit, options.MaxAttempts));
        IReadOnlyList<TaskView> tasks = (await host.Owner.GetTasksAsync(new TaskQuery(), default)).Tasks;
        Assert.Equal((TaskState.Blocked, false, 3), (tasks[0].State, tasks[0].Unplaced, tasks[0].Priority));
        Assert.InRange(tasks[0].DueMs!.Value, 1, 3_600_000);
        Assert.Equal((TaskState.Ready, true), (tasks[1].State, tasks[1].Unplaced));
        Assert.Contains(SaladWarning.LabelsOfferedByNobody, (await host.StatusAsync()).Warnings);
    }

    [Fact]
    public async Task Labels_out_of_bounds_are_refused()
    {
        await using var host = new TestHost();
        WorkerOptions options = host.Worker() with { Labels = [new string('x', 65)] };

        Assert.Equal(LeaveReason.Refused, (await TestHost.WorkAsync(options)).Reason);
    }
}
