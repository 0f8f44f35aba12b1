using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Tasks;
using FruitSalad.Worker;
using static FruitSalad.Core.Tests.Rpc.TestHost;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>The wire breaks, at every place where it hurts: nothing is lost, nothing is done twice.</summary>
public class ReconnectTests
{
    [Theory]
    [InlineData("give_task", false)]
    [InlineData("give_task", true)]
    [InlineData("receive_result", false)]
    [InlineData("receive_result", true)]
    [InlineData("hello", false)]
    [InlineData("hello", true)]
    [InlineData("prove", true)]
    public async Task A_connection_cut_at_a_call_loses_nothing_and_does_nothing_twice(string call, bool afterDelivery)
    {
        await using var host = new TestHost(tasks: 20);
        using var relay = new Relay(host.Address.Port) { CutAt = call, AfterDelivery = afterDelivery, Cuts = 2 };
        var runner = new CountingRunner();
        await WorkAsync(host.Worker(0, new MasterAddress("127.0.0.1", relay.Port)), runner);

        Assert.Equal(EndReason.Completed, (await host.EndAsync()).EndReason);
        Assert.True(relay.Cuts <= 0, "The wire was never cut.");
        Assert.All(Enumerable.Range(0, 20), id => Assert.Equal(1, runner.Runs[id]));
        TaskPage tasks = await host.Owner.GetTasksAsync(new TaskQuery(), default);
        Assert.All(tasks.Tasks, task => Assert.Equal(1, task.Attempt));
        Assert.Equal(20, (await host.EventsAsync()).Count(e => e.Kind is EventKind.Accepted or EventKind.LateAccepted));
    }

    [Fact]
    public async Task A_connection_cut_in_the_middle_of_the_work_costs_nothing_when_the_worker_is_back_in_time()
    {
        await using var host = new TestHost(tasks: 1);
        using var relay = new Relay(host.Address.Port);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runner = new CountingRunner { Gate = (_, cancellation) => go.Task.WaitAsync(cancellation) };
        Task<(Fate, LeaveReason)> working = WorkAsync(host.Worker(0, new MasterAddress("127.0.0.1", relay.Port)), runner);
        await host.EventAsync(e => e.Kind == EventKind.Granted);

        relay.Cut();
        await host.EventAsync(e => e.Kind == EventKind.WorkerReturned);
        go.SetResult();

        Assert.Equal((Fate.Leave, LeaveReason.Dismissed), await working);
        Assert.Equal((EndReason.Completed, 1), ((await host.EndAsync()).EndReason, runner.Runs[0]));
        Assert.DoesNotContain(await host.EventsAsync(), e => e.Kind is EventKind.Lost or EventKind.Expired);
    }

    [Fact]
    public async Task A_master_that_hangs_is_left_for_the_next_in_the_list()
    {
        await using var host = new TestHost(tasks: 5);
        using var hung = new Relay(host.Address.Port);
        var runner = new CountingRunner
        {
            Gate = (task, _) =>
            {
                if (task.Task == 1)
                {
                    hung.Mute();
                }

                return Task.CompletedTask;
            },
        };
        WorkerOptions options = host.Worker(0, new MasterAddress("127.0.0.1", hung.Port), host.Address) with
        {
            CallTimeout = TimeSpan.FromMilliseconds(300),
        };

        Assert.Equal((Fate.Leave, LeaveReason.Dismissed), await WorkAsync(options, runner));
        Assert.Equal(EndReason.Completed, (await host.EndAsync()).EndReason);
        Assert.All(Enumerable.Range(0, 5), id => Assert.Equal(1, runner.Runs[id]));
    }

    [Fact]
    public async Task A_worker_whose_master_is_gone_for_good_gives_up_in_time()
    {
        var host = new TestHost(tasks: 2);
        var runner = new CountingRunner { Gate = (_, _) => host.DisposeAsync().AsTask() };
        var lines = new List<WorkerLine>();
        (Fate, LeaveReason) end = await WorkAsync(
            host.Worker() with { GiveUpAfter = TimeSpan.FromMilliseconds(300) }, runner, lines.Add);

        Assert.Equal((Fate.Leave, LeaveReason.MasterLost), end);
        Assert.StartsWith("MasterLost: 127.0.0.1:", lines[^1].Text);
    }

    [Fact]
    public async Task Two_workers_share_the_work_while_a_third_one_s_wire_breaks_again_and_again()
    {
        await using var host = new TestHost(tasks: 300);
        using var relay = new Relay(host.Address.Port) { CutAt = "\"results\"", Cuts = 10, AfterDelivery = true };
        var runner = new CountingRunner();
        await Task.WhenAll(
            WorkAsync(host.Worker(0), runner),
            WorkAsync(host.Worker(1) with { Prefetch = 8 }, runner),
            WorkAsync(host.Worker(2, new MasterAddress("127.0.0.1", relay.Port)), runner));

        Assert.Equal((EndReason.Completed, 300), ((await host.EndAsync()).EndReason, (await host.StatusAsync()).Done));
        Assert.All(Enumerable.Range(0, 300), id => Assert.Equal(1, runner.Runs[id]));
    }
}
