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
        var options = new WorkerOptions
        {
            Id = new WorkerId(Guid.NewGuid()),
            Name = "W",
            Masters = [new MasterAddress("127.0.0.1", host.EndPoint.Port)],
            Key = _keys.Worker,
        };
        using var loop = new WorkerLoop(options, runner, TimeProvider.System, _ => { });

        Fate fate = await loop.RunAsync(default).WaitAsync(Bound);

        Assert.Equal((Fate.Leave, LeaveReason.Dismissed), (fate, loop.LeaveReason));
        Assert.Equal(20, (await StatusAsync(host)).Done);
        Assert.All(runner.Runs.Values, runs => Assert.Equal(1, runs));
        Assert.Contains((await host.Master.EventsAsync(0, 1000)).Events, e => e.Kind == EventKind.WorkerReturned);
    }

    private static async Task IsUnavailableAsync(Task call)
    {
        RemoteInvocationException error = await Assert.ThrowsAsync<RemoteInvocationException>(() => call.WaitAsync(Bound));
        Assert.Equal(RpcErrors.Unavailable, error.ErrorCode);
    }

    private static Task<SaladStatus> StatusAsync(MasterHost host) => new LocalOwner(host).GetStatusAsync(new StatusQuery(), default);

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
}
