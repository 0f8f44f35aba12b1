using System.Net;
using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Worker;
using static FruitSalad.Core.Tests.Rpc.TestHost;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>What the tutorial's master and worker do wrong with each other: each test fails on its behaviour.</summary>
public class TutorialMistakesOnTheWireTests
{
    [Fact]
    public async Task Mistake_9_setting_the_machine_s_clock_changes_no_time()
    {
        var time = new JumpingTime();
        await using MasterHost host = MasterHost.Start(
            new MasterOptions { Port = 0, Keys = SaladKeys.Create() },
            new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust }, [new NewTask("pomme", TimeSpan.Zero)], time);
        time.Offset = TimeSpan.FromHours(-3);

        SaladStatus status = await new LocalOwner(host).GetStatusAsync(new StatusQuery(), default);
        Assert.InRange(status.ElapsedMs, 0, 60_000);
        Assert.Equal(EndReason.None, status.EndReason);
    }

    [Fact]
    public async Task Mistake_10_an_unexpected_result_is_answered_and_the_worker_works_on()
    {
        await using var host = new TestHost();
        using Peer peer = await host.Connect().ProveAsync(host.Keys, Role.Worker);

        await peer.ResultAsync("receive_result", """{"results":[{"task":2,"attempt":1,"result":1}]}""");
        Assert.Equal("assigned", (await peer.ResultAsync("give_task", """{"request":1}""")).GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Mistake_12_the_same_seed_crashes_the_same_worker_at_the_same_task()
    {
        async Task<int> DoneBeforeTheCrashAsync()
        {
            await using var host = new TestHost(tasks: 50);
            await WorkAsync(host.Worker() with { Seed = 12, Plan = new CrashPlan { Probability = 0.1 } });
            return (await host.StatusAsync()).Done;
        }

        int first = await DoneBeforeTheCrashAsync();
        Assert.Equal((true, first), (first < 50, await DoneBeforeTheCrashAsync()));
    }

    [Fact]
    public async Task Mistake_14_who_waits_hears_at_once_that_a_task_came_back_and_that_all_is_done()
    {
        await using var host = new TestHost(tasks: 1, policy: SaladPolicy.Robust with { Poll = TimeSpan.FromHours(1) });
        using Peer holder = await host.Connect().ProveAsync(host.Keys, Role.Worker);
        using Peer waiting = await host.Connect().ProveAsync(host.Keys, Role.Worker);
        using Peer idle = await host.Connect().ProveAsync(host.Keys, Role.Worker);
        await holder.ResultAsync("give_task", """{"request":1}""");
        Task<System.Text.Json.JsonElement> first = waiting.ResultAsync("give_task", """{"request":1,"wait_ms":3600000}""");
        Task<System.Text.Json.JsonElement> second = idle.ResultAsync("give_task", """{"request":1,"wait_ms":3600000}""");

        // Whichever of the two waits first gets the task; the other hears of the end.
        await holder.ResultAsync("fail_task", """{"task":0,"attempt":1,"error":"rotten"}""");
        Task<System.Text.Json.JsonElement> got = await Task.WhenAny(first, second).WaitAsync(Bound);
        Assert.Equal(2, (await got).GetProperty("tasks")[0].GetProperty("attempt").GetInt32());
        await (got == first ? waiting : idle).ResultAsync("receive_result", """{"results":[{"task":0,"attempt":2,"result":1}]}""");
        Assert.Equal("done", (await (got == first ? second : first).WaitAsync(Bound)).GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Mistake_17_the_master_ends_by_itself_when_nobody_is_left()
    {
        SaladPolicy policy = SaladPolicy.Robust with
        {
            IdleLimit = TimeSpan.FromMilliseconds(200), StartGrace = TimeSpan.FromHours(1), DisconnectGrace = default,
        };
        await using var host = new TestHost(tasks: 3, policy: policy);
        Fate fate = (await WorkAsync(host.Worker() with { Plan = new CrashPlan { Probability = 1 } })).Fate;

        SaladStatus status = await host.EndAsync();
        Assert.Equal((Fate.Crash, EndReason.Idle, 3), (fate, status.EndReason, status.Ready));
    }

    [Fact]
    public async Task Mistake_18_a_connection_that_closes_gives_the_task_to_others_long_before_its_lease_ends()
    {
        SaladPolicy policy = SaladPolicy.Robust with { Lease = TimeSpan.FromHours(1), DisconnectGrace = TimeSpan.FromMilliseconds(50) };
        await using var host = new TestHost(tasks: 1, policy: policy);
        using (Peer gone = await host.Connect().ProveAsync(host.Keys, Role.Worker))
        {
            await gone.ResultAsync("give_task", """{"request":1}""");
        }

        await WorkAsync(host.Worker());
        Assert.Equal(EndReason.Completed, (await host.EndAsync()).EndReason);
    }

    [Fact]
    public async Task Mistake_19_it_does_not_matter_who_starts_first()
    {
        var keys = SaladKeys.Create();
        using var reserved = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        reserved.Start();
        int port = ((IPEndPoint)reserved.LocalEndpoint).Port;
        reserved.Stop();
        Task<(Fate Fate, LeaveReason)> working = WorkAsync(new WorkerOptions
        {
            Id = new WorkerId(Guid.NewGuid()), Name = "early", Masters = [new MasterAddress("127.0.0.1", port)], Key = keys.Worker,
        });

        await using MasterHost host = MasterHost.Start(
            new MasterOptions { Port = port, Keys = keys },
            new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust }, [new NewTask("pomme", TimeSpan.Zero)], TimeProvider.System);
        Assert.Equal(Fate.Leave, (await working).Fate);
    }

    [Fact]
    public async Task Mistake_20_somebody_who_asks_for_the_log_and_does_not_read_it_stalls_nobody()
    {
        await using var host = new TestHost(tasks: 2000);
        using Peer deaf = await Peer.ConnectAsync(host.Address.Port);
        await deaf.ProveAsync(host.Keys, Role.Owner);
        for (int i = 0; i < 50; i++)
        {
            await deaf.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"get_events","params":{"max":10000}}""");
        }

        await WorkAsync(host.Worker() with { Prefetch = 50 });
        Assert.Equal(2000, (await host.EndAsync()).Done);
    }

    [Fact]
    public async Task Mistake_21_nobody_gets_in_without_the_secret()
    {
        await using var host = new TestHost();
        using Peer stranger = await Peer.ConnectAsync(host.Address.Port);

        Assert.Equal(RpcErrors.NotProven, await stranger.ErrorAsync("give_task", """{"request":1}"""));
        Assert.Equal(RpcErrors.NotProven, await stranger.ErrorAsync("stop", """{"force":true}"""));
        Assert.Equal((3, EndReason.None), ((await host.StatusAsync()).Ready, (await host.StatusAsync()).EndReason));
    }

    /// <summary>A machine whose wall clock somebody sets.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }
}
