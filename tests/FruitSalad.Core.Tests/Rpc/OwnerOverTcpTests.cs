using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Rpc.TestHost;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>Everything that an owner may do, through a real client over TCP.</summary>
public class OwnerOverTcpTests
{
    [Fact]
    public async Task An_owner_adds_reads_and_closes_from_elsewhere()
    {
        await using var host = new TestHost(tasks: 1, settings: s => s with { KeepOpen = true });
        using MasterClient owner = await ConnectAsync(host);

        Added added = await owner.AddTasksAsync(new Addition("one", [new("pomme"), new("tarte") { DependsOn = [1] }]), default);
        Added again = await owner.AddTasksAsync(new Addition("one", [new("pomme"), new("tarte") { DependsOn = [1] }]), default);
        await owner.CloseAsync(default);
        Task working = WorkAsync(host.Worker());
        SaladStatus status = await owner.GetStatusAsync(new StatusQuery(30_000), default).WaitAsync(Bound);
        await working;

        Assert.Equal((new Added(1, 2), added), (added, again));
        Assert.Equal((EndReason.Completed, 3), (status.EndReason, status.Done));
        TaskPage tasks = await owner.GetTasksAsync(new TaskQuery(TaskState.Done), default);
        Assert.Equal(["fruit 0", "pomme", "tarte"], tasks.Tasks.Select(task => task.Name));
        Assert.Equal(3, (await owner.GetResultsAsync(new ResultQuery(), default)).Results.Count);
        EventAnswer events = await owner.GetEventsAsync(new EventQuery(), default);
        Assert.True(events.Ended);
        Assert.Equal(Enumerable.Range(0, events.Events.Count).Select(i => (long)i), events.Events.Select(e => e.Sequence));
        Assert.Equal(EventKind.Ended, events.Events.Last(e => e.TaskId < 0 && e.Worker.IsNone).Kind);
    }

    [Fact]
    public async Task A_salad_that_is_closed_says_so()
    {
        await using var host = new TestHost(tasks: 1);
        using MasterClient owner = await ConnectAsync(host);

        var refused = await Assert.ThrowsAsync<StreamJsonRpc.RemoteInvocationException>(
            () => owner.AddTasksAsync(new Addition("late", [new("pomme")]), default).WaitAsync(Bound));
        Assert.Equal(RpcErrors.SaladClosed, refused.ErrorCode);
        Assert.Contains("closed", refused.Message);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    [InlineData(1e13)]
    public async Task A_duration_out_of_bounds_is_refused_and_nothing_is_added(double ms)
    {
        await using var host = new TestHost(tasks: 1, settings: s => s with { KeepOpen = true });
        var addition = new Addition("bad", [new("pomme"), new("poire", ms)]);

        await Assert.ThrowsAnyAsync<Exception>(() => host.Owner.AddTasksAsync(addition, default));
        Assert.Equal(1, (await host.StatusAsync()).Total);
    }

    [Fact]
    public async Task A_wait_for_events_ends_with_the_first_one()
    {
        await using var host = new TestHost(tasks: 1);
        using MasterClient owner = await ConnectAsync(host);
        long next = (await owner.GetEventsAsync(new EventQuery(), default)).Next;
        Task<EventAnswer> waiting = owner.GetEventsAsync(new EventQuery(next, 10, 30_000), default);

        using Peer peer = await host.Connect().ProveAsync(host.Keys, Role.Worker);
        Assert.Equal(EventKind.WorkerJoined, (await waiting.WaitAsync(Bound)).Events[0].Kind);
    }

    [Fact]
    public async Task Any_method_can_be_called_by_name_but_only_the_contract_answers()
    {
        await using var host = new TestHost(tasks: 2);
        using MasterClient owner = await ConnectAsync(host);

        Assert.Equal(2, (await owner.InvokeAsync("get_status", null, default).WaitAsync(Bound)).GetProperty("total").GetInt32());
        await Assert.ThrowsAsync<StreamJsonRpc.RemoteMethodNotFoundException>(() => owner.InvokeAsync("g", null, default).WaitAsync(Bound));
    }

    [Fact]
    public async Task Stopped_by_force_the_salad_ends_at_once_and_workers_go_home()
    {
        await using var host = new TestHost(tasks: 1000);
        using MasterClient owner = await ConnectAsync(host);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runner = new CountingRunner
        {
            Gate = async (_, _) =>
            {
                started.TrySetResult();
                await owner.StopAsync(new Stop(true), default);
            },
        };
        await WorkAsync(host.Worker(), runner);

        Assert.Equal(EndReason.Stopped, (await host.EndAsync()).EndReason);
        Assert.Single(runner.Runs);
    }

    private static Task<MasterClient> ConnectAsync(TestHost host) => MasterClient.ConnectAsync(
        host.Address, host.Keys.Owner, new Hello(1, Role.Owner, []), default).WaitAsync(Bound);
}
