using System.Text;
using FruitSalad.Contract;
using FruitSalad.Core.Tests.Journal;
using FruitSalad.Journal;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Worker;
using StreamJsonRpc;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>Masters over TCP that share a journal, and one whose journal is gone for a while.</summary>
public class SharedSaladTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private readonly SaladKeys _keys = SaladKeys.Create();
    private readonly MemoryJournal _journal;

    public SharedSaladTests()
    {
        long start = TimeProvider.System.GetTimestamp();
        var settings = new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust with { LongPoll = TimeSpan.FromMinutes(1) }, KeepOpen = true };
        _journal = new MemoryJournal(() => TimeProvider.System.GetElapsedTime(start), JournalEntry.First(settings, []));
    }

    [Fact]
    public async Task A_question_that_waits_at_one_master_is_answered_with_what_comes_to_another()
    {
        await using MasterHost here = await StartAsync(_journal.Open()), there = await StartAsync(_journal.Open());
        using MasterClient worker = await ConnectAsync(here, Role.Worker);
        Task<Answer> asking = worker.GiveTaskAsync(new Ask(1, 1, 60_000), default);
        Assert.True(SpinWait.SpinUntil(() => _journal.Entries.Count == 3, Bound)); // The beginning, the hello and the question.

        await new LocalOwner(there).AddTasksAsync(new Addition("more", [new NewTaskMessage("kiwi")]), default);

        Answer answer = await asking.WaitAsync(Bound);
        Assert.Equal("kiwi", Assert.Single(answer.Tasks!).Name);
        Assert.Equal(1, (await StatusAsync(there)).Leased);
    }

    [Fact]
    public async Task A_result_may_go_to_another_master_than_the_task_came_from()
    {
        await using MasterHost here = await StartAsync(_journal.Open()), there = await StartAsync(_journal.Open());
        await new LocalOwner(here).AddTasksAsync(new Addition("more", [new NewTaskMessage("kiwi")]), default);
        var id = Guid.NewGuid();
        using MasterClient first = await ConnectAsync(here, Role.Worker, id);
        Assignment task = Assert.Single((await first.GiveTaskAsync(new Ask(1, 1), default)).Tasks!);
        await here.DisposeAsync();

        using MasterClient second = await ConnectAsync(there, Role.Worker, id);
        var delivery = new Delivery([new TaskResult(task.Task, task.Attempt, new JsonText("1"))]);
        Receipt receipt = await second.ReceiveResultAsync(delivery, default).WaitAsync(Bound);
        Receipt again = await second.ReceiveResultAsync(delivery, default).WaitAsync(Bound);

        Assert.Equal([Verdict.Accepted], receipt.Verdicts);
        Assert.Equal([Verdict.AlreadyAccepted], again.Verdicts);
    }

    [Fact]
    public async Task Without_its_store_a_master_says_unavailable_and_never_done()
    {
        var journal = new FailingJournal(_journal.Open());
        await using MasterHost host = await StartAsync(journal);
        using MasterClient worker = await ConnectAsync(host, Role.Worker);
        using MasterClient owner = await ConnectAsync(host, Role.Owner);
        Task<Answer> parked = worker.GiveTaskAsync(new Ask(1, 1, 60_000), default);
        await owner.GetStatusAsync(new StatusQuery(), default).WaitAsync(Bound);

        journal.DownFor = int.MaxValue;

        await IsUnavailableAsync(worker.GiveTaskAsync(new Ask(2, 1), default));
        await IsUnavailableAsync(worker.ReceiveResultAsync(new Delivery([new TaskResult(0, 1, new JsonText("1"))]), default));
        await IsUnavailableAsync(owner.GetStatusAsync(new StatusQuery(), default));
        await IsUnavailableAsync(owner.AddTasksAsync(new Addition("more", [new NewTaskMessage("kiwi")]), default));

        journal.DownFor = 0;
        await owner.AddTasksAsync(new Addition("more", [new NewTaskMessage("kiwi")]), default).WaitAsync(Bound);
        Answer answer = await parked.WaitAsync(Bound);
        Assert.Equal(AnswerKind.Assigned, answer.Kind);
    }

    [Fact]
    public async Task Workers_wait_for_a_store_that_comes_back()
    {
        var journal = new FailingJournal(_journal.Open());
        await using MasterHost host = await StartAsync(journal);
        var owner = new LocalOwner(host);
        await owner.AddTasksAsync(new Addition("more", [.. Enumerable.Range(0, 20).Select(i => new NewTaskMessage($"fruit {i}"))]), default);
        await owner.CloseAsync(default);
        var runner = new CountingRunner
        {
            // The store goes while a task is worked on.
            Gate = (task, _) =>
            {
                journal.DownFor = task.Task == 10 ? 5 : 0;
                return Task.CompletedTask;
            },
        };
        using var loop = new WorkerLoop(Worker(host), runner, TimeProvider.System, _ => { });

        Fate fate = await loop.RunAsync(default).WaitAsync(Bound);

        Assert.Equal((Fate.Leave, LeaveReason.Dismissed), (fate, loop.LeaveReason));
        Assert.Equal(20, (await StatusAsync(host)).Done);
        Assert.All(runner.Runs.Values, runs => Assert.Equal(1, runs));
        Assert.Contains((await host.Master.EventsAsync(0, 1000)).Events, e => e.Kind == EventKind.WorkerReturned);
    }

    [Fact]
    public async Task A_worker_waits_for_a_store_for_longer_than_for_a_master()
    {
        var journal = new FailingJournal(_journal.Open());
        await using MasterHost host = await StartAsync(journal);
        await new LocalOwner(host).AddTasksAsync(new Addition("one", [new NewTaskMessage("kiwi")]), default);
        await new LocalOwner(host).CloseAsync(default);
        var time = new LeapingTime();
        journal.Failed = () => time.Leap(TimeSpan.FromSeconds(4));
        journal.DownFor = 20;
        var options = Worker(host) with { GiveUpAfter = TimeSpan.FromSeconds(30), CallTimeout = TimeSpan.FromHours(1) };
        using var loop = new WorkerLoop(options, new CountingRunner(), time, _ => { });

        // By the worker's clock the store is gone for more than a minute; its master says so each time.
        Fate fate = await loop.RunAsync(default).WaitAsync(Bound);

        Assert.Equal((Fate.Leave, LeaveReason.Dismissed), (fate, loop.LeaveReason));
        Assert.Equal(1, (await StatusAsync(host)).Done);
    }

    [Fact]
    public async Task A_worker_goes_on_with_the_next_master_keeps_its_lease_and_brings_its_result_there()
    {
        await using MasterHost here = await StartAsync(_journal.Open()), there = await StartAsync(_journal.Open());
        await new LocalOwner(there).AddTasksAsync(new Addition("two", [new NewTaskMessage("kiwi"), new NewTaskMessage("prune")]), default);
        await new LocalOwner(there).CloseAsync(default);
        var runner = new CountingRunner { Gate = async (task, _) => await (task.Task == 0 ? here.DisposeAsync() : default) };
        using var loop = new WorkerLoop(Worker(here, there), runner, TimeProvider.System, _ => { });

        Fate fate = await loop.RunAsync(default).WaitAsync(Bound);

        Assert.Equal((Fate.Leave, LeaveReason.Dismissed), (fate, loop.LeaveReason));
        Assert.Equal(2, (await StatusAsync(there)).Done);
        Assert.All(runner.Runs.Values, runs => Assert.Equal(1, runs));
        IReadOnlyList<SaladEvent> events = (await there.Master.EventsAsync(0, 1000)).Events;
        Assert.All(events.Where(e => e.Kind == EventKind.Accepted), e => Assert.Equal(1, e.Attempt));
        Assert.Contains(events, e => e.Kind == EventKind.WorkerReturned);
    }

    [Fact]
    public async Task An_answer_that_was_lost_on_the_way_is_asked_for_again_elsewhere()
    {
        await using MasterHost here = await StartAsync(_journal.Open()), there = await StartAsync(_journal.Open());
        await new LocalOwner(there).AddTasksAsync(new Addition("one", [new NewTaskMessage("kiwi")]), default);
        await new LocalOwner(there).CloseAsync(default);
        using var relay = new Relay(here.EndPoint.Port) { CutAt = "receive_result", Cuts = 1, AfterDelivery = true };
        var runner = new CountingRunner();
        var masters = new[] { new MasterAddress("127.0.0.1", relay.Port), new MasterAddress("127.0.0.1", there.EndPoint.Port) };
        using var loop = new WorkerLoop(Worker() with { Masters = masters }, runner, TimeProvider.System, _ => { });

        Fate fate = await loop.RunAsync(default).WaitAsync(Bound);

        Assert.Equal((Fate.Leave, LeaveReason.Dismissed), (fate, loop.LeaveReason));
        Assert.Equal(1, runner.Runs[0]);
        Assert.Equal(2, _journal.Entries.Count(entry => Encoding.UTF8.GetString(entry.Commands).Contains("\"accept\"")));
        Assert.Single((await there.Master.EventsAsync(0, 1000)).Events, e => e.Kind == EventKind.Accepted);
    }

    [Fact]
    public async Task A_worker_that_one_master_sends_home_is_sent_home_by_all()
    {
        await using MasterHost here = await StartAsync(_journal.Open()), there = await StartAsync(_journal.Open());
        var id = Guid.NewGuid();
        using MasterClient worker = await ConnectAsync(here, Role.Worker, id);
        Task<Answer> asking = worker.GiveTaskAsync(new Ask(1, 1, 60_000), default);
        Assert.True(SpinWait.SpinUntil(() => _journal.Entries.Count == 3, Bound));

        Assert.Equal(1, await new LocalOwner(there).DrainWorkersAsync(new WorkerList([id, Guid.NewGuid()]), default));

        Assert.Equal((AnswerKind.Done, DoneReason.Drained), await asking.WaitAsync(Bound) is var answer ? (answer.Kind, answer.Reason) : default);
        Assert.True((await worker.RenewLeaseAsync(new Renewal([]), default).WaitAsync(Bound)).Drain);
    }

    private static async Task IsUnavailableAsync(Task call)
    {
        RemoteInvocationException error = await Assert.ThrowsAsync<RemoteInvocationException>(() => call.WaitAsync(Bound));
        Assert.Equal(RpcErrors.Unavailable, error.ErrorCode);
    }

    private static Task<SaladStatus> StatusAsync(MasterHost host) => new LocalOwner(host).GetStatusAsync(new StatusQuery(), default);

    private WorkerOptions Worker(params MasterHost[] masters) => new()
    {
        Id = new WorkerId(Guid.NewGuid()),
        Name = "W",
        Masters = [.. masters.Select(master => new MasterAddress("127.0.0.1", master.EndPoint.Port))],
        Key = _keys.Worker,
    };

    private async Task<MasterHost> StartAsync(ITaskJournal journal)
    {
        JournaledTaskStore store = await JournaledTaskStore.OpenAsync(journal, TimeProvider.System);
        return await MasterHost.StartAsync(new MasterOptions { Port = 0, Keys = _keys }, store, TimeProvider.System);
    }

    private Task<MasterClient> ConnectAsync(MasterHost host, Role role, Guid id = default)
    {
        var hello = new Hello(FruitSalad.Master.SaladMaster.Protocol, role, [])
        {
            Worker = id == default ? Guid.NewGuid() : id,
            Name = "W",
            Pid = 0,
            Host = "here",
        };
        return MasterClient.ConnectAsync(new MasterAddress("127.0.0.1", host.EndPoint.Port), _keys.Of(role), hello, default).WaitAsync(Bound);
    }

    /// <summary>A clock that a test moves on; waits are a hundred times shorter.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        private long _leapt;

        public void Leap(TimeSpan time) => Interlocked.Add(ref _leapt, (long)(time.TotalSeconds * TimestampFrequency));

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _leapt);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 100 : dueTime, period);
    }
}
