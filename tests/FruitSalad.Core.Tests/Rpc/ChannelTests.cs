using FruitSalad.Contract;
using FruitSalad.Faults;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Worker;
using static FruitSalad.Core.Tests.Rpc.TestHost;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>Real workers and a real master, with a real channel between them that does what its plan says.</summary>
public class ChannelTests
{
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task A_perfect_channel_changes_nothing()
    {
        await using var host = new TestHost(tasks: 20);
        await using ChannelHost channel = Start(host, ChannelPlan.Perfect);

        Assert.Equal((Fate.Leave, LeaveReason.Dismissed), await WorkAsync(Through(channel, host)));

        Assert.Equal(EndReason.Completed, (await host.EndAsync()).EndReason);
        Assert.InRange(channel.Counts.Messages, 20, long.MaxValue);
        Assert.Equal(channel.Counts, new ChannelCounts(channel.Counts.Messages, 0, 0, 0, 0));
    }

    [Fact]
    public async Task What_comes_twice_breaks_no_connection()
    {
        await using var host = new TestHost(tasks: 20);
        await using ChannelHost channel = Start(host, ChannelPlan.Both(new OneWayPlan { Duplication = 1 }));

        Assert.Equal((Fate.Leave, LeaveReason.Dismissed), await WorkAsync(Through(channel, host)));

        Assert.Equal((EndReason.Completed, 20), await ResultAsync(host));
        Assert.Equal(1, (await host.EventsAsync()).Count(e => e.Kind is EventKind.WorkerJoined or EventKind.WorkerReturned));
        Assert.Equal(channel.Counts.Messages, channel.Counts.Duplicated);
    }

    [Fact]
    public async Task Whatever_it_does_every_task_is_done_and_accepted_once()
    {
        // A lost question is missed when its wait is over, and a lost grant when its lease is: no long ones here.
        await using var host = new TestHost(tasks: 60, SaladPolicy.Robust with { LongPoll = 100 * Ms, Lease = 1000 * Ms });
        await using ChannelHost channel = Start(host, ChannelPlan.Both(new OneWayPlan
        {
            Delay = Delay.Exponential(TimeSpan.Zero, Ms),
            Loss = 0.03,
            Duplication = 0.2,
            Reordering = 0.3,
            Corruption = 0.03,
            Bandwidth = 1e6,
        }));

        (Fate, LeaveReason)[] ends =
            await Task.WhenAll(Enumerable.Range(0, 3).Select(i => WorkAsync(Through(channel, host, i)))).WaitAsync(Bound);

        Assert.All(ends, end => Assert.Equal((Fate.Leave, LeaveReason.Dismissed), end));
        Assert.Equal((EndReason.Completed, 60), await ResultAsync(host));
        Assert.Equal(60, (await host.EventsAsync()).Count(e => e.Kind is EventKind.Accepted or EventKind.LateAccepted));
        ChannelCounts counts = channel.Counts;
        Assert.All(
            new[] { counts.Lost, counts.Damaged, counts.Duplicated, counts.Reordered },
            count => Assert.InRange(count, 1, counts.Messages));
    }

    [Fact]
    public async Task A_handshake_said_twice_is_answered_twice()
    {
        await using var host = new TestHost();
        Peer peer = host.Connect();
        var worker = Guid.NewGuid();
        byte[] theirs = await peer.HelloAsync(Role.Worker, worker);

        Assert.Equal(theirs, await peer.HelloAsync(Role.Worker, worker));

        string proof = Peer.ProofText(HandshakeProof.OfCaller(host.Keys.Worker, Role.Worker, peer.Nonce, theirs));
        string welcome = (await peer.ResultAsync("prove", proof)).GetRawText();
        Assert.Equal(welcome, (await peer.ResultAsync("prove", proof)).GetRawText());
        Assert.Equal(1, (await host.EventsAsync()).Count(e => e.Kind is EventKind.WorkerJoined or EventKind.WorkerReturned));
    }

    [Fact]
    public async Task The_two_directions_have_plans_of_their_own()
    {
        await using var host = new TestHost(tasks: 1);
        await using ChannelHost channel = Start(host, new ChannelPlan { ToWorker = new OneWayPlan { Loss = 1 } });

        (Fate _, LeaveReason reason) = await WorkAsync(Through(channel, host) with { GiveUpAfter = 10 * Ms, CallTimeout = 3000 * Ms });

        // The first hello came to the master, and its answer - which a busy machine takes its time for - never back.
        Assert.Equal(LeaveReason.MasterLost, reason);
        Assert.Equal((2, 1), (channel.Counts.Messages, channel.Counts.Lost));
    }

    [Fact]
    public async Task It_can_be_changed_while_it_runs()
    {
        await using var host = new TestHost(tasks: 5);
        await using ChannelHost channel = Start(host, ChannelPlan.Both(new OneWayPlan { Loss = 1 }));
        Task<(Fate, LeaveReason)> working = WorkAsync(Through(channel, host));
        await UntilAsync(() => channel.Counts.Lost > 0);

        channel.Plan = ChannelPlan.Perfect;

        await working;
        Assert.Equal((EndReason.Completed, 5), await ResultAsync(host));
    }

    [Fact]
    public async Task While_it_is_cut_nothing_passes_and_an_end_is_told_when_it_heals()
    {
        await using var host = new TestHost(tasks: 1);
        await using ChannelHost channel = Start(host, ChannelPlan.Perfect);
        var cut = new CrashPlan { Probability = 1, Point = CrashPoint.AfterWork };
        (Fate fate, LeaveReason _) = await WorkAsync(
            Through(channel, host) with { Plan = cut }, say: line => channel.IsCut |= line.Kind == WorkerLineKind.Alert);
        SaladStatus before = await host.StatusAsync();

        channel.IsCut = false;

        await host.EventAsync(e => e.Kind == EventKind.WorkerDisconnected);
        Assert.Equal((Fate.Crash, 0, 1), (fate, before.Done, before.Leased));
        Assert.Equal(WorkerState.Working, before.Workers[0].State);
    }

    [Fact]
    public async Task Where_no_master_is_a_worker_finds_none()
    {
        var host = new TestHost();
        await using ChannelHost channel = Start(host, ChannelPlan.Perfect);
        await host.DisposeAsync();

        (Fate _, LeaveReason reason) = await WorkAsync(Through(channel, host) with { GiveUpAfter = 100 * Ms });

        Assert.Equal(LeaveReason.MasterLost, reason);
    }

    private static ChannelHost Start(TestHost host, ChannelPlan plan) =>
        ChannelHost.Start(host.Address, 0, plan, seed: 1, TimeProvider.System);

    private static WorkerOptions Through(ChannelHost channel, TestHost host, int ordinal = 0) =>
        host.Worker(ordinal, new MasterAddress("127.0.0.1", channel.EndPoint.Port)) with { CallTimeout = 500 * Ms };

    private static async Task<(EndReason, int)> ResultAsync(TestHost host)
    {
        SaladStatus status = await host.EndAsync();
        return (status.EndReason, status.Done);
    }

    private static async Task UntilAsync(Func<bool> happened)
    {
        using var late = new CancellationTokenSource(Bound);
        while (!happened())
        {
            await Task.Delay(5, late.Token);
        }
    }
}
