using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.Store;

/// <summary>Workers that come, vanish, return and leave.</summary>
public class PresenceTests
{
    private readonly TestSalad _salad = new TestSalad(SaladPolicy.Robust, Many(3)).Hello(A, B);

    private WorkerState StateOfA => _salad.Snapshot.Workers[0].State;

    [Fact]
    public void A_hello_within_the_grace_restores_the_lease()
    {
        _salad.Get(A);
        _salad.At(1).Disconnect(A);
        Assert.Equal((WorkerState.Away, Seconds(3)), (StateOfA, _salad.LastEffect.NextDue));

        _salad.At(2.9).Hello(A);
        _salad.At(4).Tick();

        Assert.Equal((WorkerState.Working, TaskState.Leased), (StateOfA, _salad.State(0)));
        Assert.Equal(Verdict.Accepted, _salad.Accept(A, 0, 1));
    }

    [Fact]
    public void A_worker_that_is_still_starting_is_awaited_whatever_the_time_scale()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust.Scale(0.01), Many(1)).Hello(A);
        salad.Announce(B);

        salad.At(29).Tick();
        Assert.Equal(EndReason.None, salad.Snapshot.EndReason);
        salad.Hello(B);
        salad.At(29.31).Tick();
        Assert.Equal(EndReason.Idle, salad.Snapshot.EndReason);
    }

    [Fact]
    public void An_announced_worker_that_never_comes_is_not_awaited_for_ever()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust.Scale(0.01), Many(1)).Hello(A);
        salad.Announce(B);

        salad.At(30).Tick();
        Assert.Equal(EndReason.Idle, salad.Snapshot.EndReason);
    }

    [Fact]
    public void After_the_grace_its_tasks_go_to_others()
    {
        _salad.Ask(A, max: 2);
        _salad.At(1).Disconnect(A);

        _salad.At(2.999).Tick();
        Assert.Equal(2, _salad.Snapshot.Counts.Leased);
        _salad.At(3).Tick();

        Assert.Equal((0, WorkerState.Lost), (_salad.Snapshot.Counts.Leased, StateOfA));
        Assert.Equal([1, 0, 0], _salad.Checker.Fold.Tasks.Select(task => task.Charges));
    }

    [Fact]
    public void A_process_that_has_exited_gets_no_grace()
    {
        _salad.Get(A);

        _salad.At(1).Disconnect(A, exited: true);

        Assert.Equal((TaskState.Ready, 1), (_salad.State(0), _salad.LastEffect.MadeReady));
    }

    [Fact]
    public void News_of_the_exit_ends_the_grace()
    {
        _salad.Get(A);
        _salad.Disconnect(A);
        Assert.Equal(TaskState.Leased, _salad.State(0));

        _salad.Disconnect(A, exited: true);
        _salad.Disconnect(A, exited: true);

        Assert.Equal(TaskState.Ready, _salad.State(0));
        Assert.Equal([1, 1], [_salad.Count(EventKind.WorkerDisconnected), _salad.Count(EventKind.WorkerLost)]);
    }

    [Fact]
    public void The_end_of_an_old_connection_says_nothing_about_a_newer_one()
    {
        _salad.Get(A);
        _salad.Hello(A);

        _salad.Disconnect(A, exited: true, connectionsAgo: 1);

        Assert.Equal((WorkerState.Working, TaskState.Leased), (StateOfA, _salad.State(0)));
    }

    [Fact]
    public void Only_a_hello_ends_an_absence()
    {
        _salad.Get(A);
        _salad.Disconnect(A);
        Assert.Empty(_salad.At(1).Renew(A, new HeldTask(0, 1)));
        Assert.Equal(WorkerState.Away, StateOfA);

        _salad.At(2).Tick();

        Assert.Equal((WorkerState.Lost, TaskState.Ready), (StateOfA, _salad.State(0)));
    }

    [Fact]
    public void A_result_that_was_on_its_way_when_the_connection_closed_counts()
    {
        _salad.Get(A);
        _salad.Disconnect(A);

        Assert.Equal(Verdict.Accepted, _salad.Accept(A, 0, 1));
        Assert.Equal(WorkerState.Away, StateOfA);
    }

    [Fact]
    public void Where_disconnects_are_ignored_only_the_lease_tells()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Timeout, Many(1)).Hello(A);
        salad.Get(A);
        salad.Disconnect(A, exited: true);
        Assert.Equal(TaskState.Leased, salad.State(0));

        salad.At(5).Tick();

        Assert.Equal(TaskState.Ready, salad.State(0));
    }

    [Fact]
    public void A_goodbye_gives_everything_back_uncharged()
    {
        _salad.Ask(A, max: 2);

        _salad.Goodbye(A);

        Assert.Equal((WorkerState.Left, 3), (StateOfA, _salad.Snapshot.Counts.Ready));
        Assert.All(_salad.Checker.Fold.Tasks, task => Assert.Equal(0, task.Charges));
        _salad.Disconnect(A);
        Assert.Equal(WorkerState.Left, StateOfA);
        _salad.Hello(A);
        Assert.Equal((WorkerState.Waiting, 1), (StateOfA, _salad.Count(EventKind.WorkerReturned)));
    }

    [Fact]
    public void A_worker_has_one_identity_over_all_its_connections()
    {
        _salad.Hello(A, A);

        Assert.Equal([A, B], _salad.Snapshot.Workers.Select(worker => worker.Id));
    }

    [Fact]
    public void Whoever_never_said_hello_is_nobody()
    {
        _salad.Disconnect(A, connectionsAgo: 9);
        _salad.Goodbye(C);
        _salad.Refuse(C, "no secret");

        Assert.Equal(2, _salad.Snapshot.Workers.Count);
        Assert.Equal("no secret", _salad.Events[^1].Detail);
    }
}
