using FruitSalad.Contract;
using FruitSalad.History;
using FruitSalad.Rpc;
using FruitSalad.Stealing;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Worker;
using StreamJsonRpc;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>Peers without a master, each with a port of its own, over real connections.</summary>
public sealed class PeersOverTcpTests : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private static readonly SaladKeys Keys = SaladKeys.Create();
    private readonly SaladSettings _settings = new()
    {
        Id = Guid.NewGuid(),
        Policy = PeerTerms.PolicyOf(SaladPolicy.Robust),
        ExpectWorkers = 3,
    };

    private readonly List<PeerHost> _peers = [];
    private readonly List<Task<Fate>> _runs = [];
    private readonly CancellationTokenSource _leave = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GathererHost? _gatherer;

    [Fact]
    public async Task What_one_has_others_steal_and_all_find_the_end()
    {
        // Whoever has all waits with its first task until another one has worked: that is stealing.
        var stolen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Start(40, peer => new Runner(async task =>
        {
            if (peer != 0)
            {
                stolen.TrySetResult();
            }

            await stolen.Task.WaitAsync(Bound);
            return task.Name;
        }));
        SaladStatus status = await CheckAsync();
        Assert.True(status.Workers.Count(worker => worker.Accepted > 0) > 1);
        Assert.All(await Task.WhenAll(_runs).WaitAsync(Bound), fate => Assert.Equal(Fate.Leave, fate));
    }

    [Fact]
    public async Task Each_says_how_often_it_called_and_who_called_it()
    {
        Start(10, _ => new Runner(task => Task.FromResult(task.Name)));
        await CheckAsync(dismisses: false);
        Assert.True(_gatherer!.Calls > 0);
        IReadOnlyList<PeerStatus> stood = [.. (await _gatherer.DismissAsync()).OrderBy(peer => peer.Index)];
        Assert.Equal([0, 1, 2], stood.Select(peer => peer.Index));
        Assert.All(stood, peer =>
        {
            int heard = stood.Sum(other => other.Heard[peer.Index]);
            Assert.Equal(0, peer.Heard[peer.Index]);

            // The last call may still be on its way.
            Assert.InRange(heard, 1, peer.Said);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task When_one_is_cut_off_in_the_middle_the_others_do_what_it_had(int mortal)
    {
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Start(40, peer => new Runner(async task =>
        {
            if (peer == mortal)
            {
                _begun.TrySetResult();
                await never.Task;
            }

            return task.Name;
        }), shares: PeerTerms.Deal(40, 3));
        await _begun.Task.WaitAsync(Bound);
        await MeetAllAsync();
        await _peers[mortal].DisposeAsync();
        Assert.Equal(0, AcceptedOf(await CheckAsync(), mortal));
        never.SetResult();
    }

    [Fact]
    public async Task One_that_hangs_is_found_by_its_silence()
    {
        Start(12, _ => new Runner(task => Task.FromResult(task.Name)), PeerTerms.Deal(12, 3), peer => peer == 1
            ? new CrashPlan { Probability = 1, Kind = FailureKind.Hang }
            : CrashPlan.None, TimeSpan.FromSeconds(2));
        await CheckAsync();
        Assert.Equal(Fate.Hang, await _runs[1].WaitAsync(Bound));
    }

    [Fact]
    public async Task Nobody_takes_another_task_neither_before_the_end_nor_after_it()
    {
        Start(1, _ => new Runner(async task =>
        {
            await _begun.Task.WaitAsync(Bound);
            return task.Name;
        }));
        await AddAsync();
        _begun.SetResult();
        await CheckAsync();
        await AddAsync();

        async Task AddAsync()
        {
            var addition = new Addition("one more", [new NewTaskMessage("late")]);
            var refused = await Assert.ThrowsAsync<LocalRpcException>(
                () => new LocalOwner(_gatherer!.Ledger).AddTasksAsync(addition, default));
            Assert.Equal(RpcErrors.SaladClosed, refused.ErrorCode);
            Assert.Contains("nobody to give another task to", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_fails_is_tried_again_and_given_up_with_its_error()
    {
        Start(5, _ => new Runner(task => task switch
        {
            { Task: 3 } or { Task: 1, Attempt: < 3 } => throw new InvalidOperationException("spoiled"),
            _ => Task.FromResult(task.Name),
        }));
        await CheckAsync(EndReason.Failed);
        TaskPage all = await new LocalOwner(_gatherer!.Ledger).GetTasksAsync(new TaskQuery(), default);
        Assert.Equal([1, 3, 1, _settings.Policy.MaxAttempts!.Value, 1], all.Tasks.Select(task => task.Attempt));
        TaskPage dead = await new LocalOwner(_gatherer!.Ledger).GetTasksAsync(new TaskQuery(TaskState.Dead), default);
        TaskView failed = dead.Tasks.Single();
        Assert.Equal((3, "spoiled"), (failed.Id, failed.Error));
    }

    [Fact]
    public async Task A_peer_answers_only_who_has_the_secret_and_only_what_its_role_may()
    {
        Start(1, _ => new Runner(task => Task.FromResult(task.Name)));
        MasterAddress address = AddressOf(_peers[0]);
        await Assert.ThrowsAsync<MasterUnreachableException>(() => ConnectAsync(address, SaladKeys.Create().Worker, Role.Worker));
        using MasterClient peer = await ConnectAsync(address, Keys.Worker, Role.Worker);
        await Assert.ThrowsAsync<RemoteInvocationException>(() => peer.CallAsync<PeerStatus>("status", null, default));
        using MasterClient owner = await ConnectAsync(address, Keys.Owner, Role.Owner);
        Assert.Equal(0, (await owner.CallAsync<PeerStatus>("status", null, default)).Index);
        await Assert.ThrowsAsync<RemoteInvocationException>(
            () => owner.CallAsync<Loot>("steal", new StealRequest(1, 1, new NumberSet()), default));
        await Assert.ThrowsAsync<RemoteMethodNotFoundException>(() => owner.CallAsync<object>("give_task", new Ask(1), default));
        await CheckAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _leave.CancelAsync();
        if (_gatherer is not null)
        {
            await _gatherer.DisposeAsync();
        }

        foreach (PeerHost peer in _peers)
        {
            await peer.DisposeAsync();
        }

        await ((Task)Task.WhenAll(_runs)).WaitAsync(Bound).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _leave.Dispose();
    }

    private void Start(
        int tasks, Func<int, ITaskRunner> runnerOf, IReadOnlyList<IReadOnlyList<int>>? shares = null,
        Func<int, CrashPlan>? planOf = null, TimeSpan? lease = null)
    {
        for (int peer = 0; peer < 3; peer++)
        {
            var options = new PeerOptions { Index = peer, Salad = _settings.Id, Keys = Keys, Plan = planOf?.Invoke(peer) ?? CrashPlan.None };
            _peers.Add(PeerHost.Start(options, runnerOf(peer), TimeProvider.System, null));
        }

        var terms = new PeerTerms
        {
            Tasks = [.. Enumerable.Range(0, tasks).Select(id => new SaladTask(id, $"fruit {id}", TimeSpan.Zero))],
            Shares = shares ?? [[.. Enumerable.Range(0, tasks)], [], []],
            Lease = lease ?? TimeSpan.FromSeconds(30),
            Pause = TimeSpan.FromMilliseconds(20),
            MaxAttempts = _settings.Policy.MaxAttempts,
        };
        MasterAddress[] addresses = [.. _peers.Select(AddressOf)];
        _runs.AddRange(_peers.Select(peer => peer.RunAsync(terms, addresses, _leave.Token)));
        _gatherer = GathererHost.Start(
            _settings,
            [.. terms.Tasks.Select(task => new NewTask(task.Name, task.Duration))],
            [.. addresses.Select((address, peer) => (new WorkerId(Guid.NewGuid()), new WorkerIntroduction($"W-{peer}", 0, "here"), address))],
            Keys, TimeProvider.System);
    }

    private static MasterAddress AddressOf(PeerHost peer) => new("127.0.0.1", peer.EndPoint.Port);

    private static Task<MasterClient> ConnectAsync(MasterAddress address, byte[] key, Role role) => MasterClient.ConnectAsync(
        address, key, new Hello(1, role, []), TestContext.Current.CancellationToken);

    private static int AcceptedOf(SaladStatus status, int peer) =>
        status.Workers.Single(worker => worker.Name == $"W-{peer}").Accepted;

    private async Task MeetAllAsync()
    {
        var calls = new LocalOwner(_gatherer!.Ledger);
        using var late = new CancellationTokenSource(Bound);
        EventAnswer page;
        do
        {
            page = await calls.GetEventsAsync(new EventQuery(0, 1000), late.Token);
            await calls.GetEventsAsync(new EventQuery(page.Next, WaitMs: 100), late.Token);
        }
        while (page.Events.Count(e => e.Kind == EventKind.WorkerJoined) < 3);
    }

    /// <summary>Waits for the end; the history of it must keep every promise.</summary>
    private async Task<SaladStatus> CheckAsync(EndReason expected = EndReason.Completed, bool dismisses = true)
    {
        var calls = new LocalOwner(_gatherer!.Ledger);
        SaladStatus status = await calls.GetStatusAsync(new StatusQuery(Bound.TotalMilliseconds), default);
        Assert.Equal(expected, status.EndReason);
        var checker = new HistoryChecker(_settings);
        foreach (SaladEvent e in (await calls.GetEventsAsync(new EventQuery(0), default)).Events)
        {
            checker.Observe(e);
        }

        checker.Finish();
        Assert.Empty(checker.Violations);
        if (dismisses)
        {
            await _gatherer.DismissAsync();
        }

        return status;
    }

    private sealed class Runner(Func<Assignment, Task<string>> work) : ITaskRunner
    {
        public async ValueTask<WorkResult> RunAsync(Assignment task, CancellationToken cancellation) =>
            new JsonText($"\"{await work(task).WaitAsync(cancellation)}\"");
    }
}
