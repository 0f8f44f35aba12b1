using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.Store;

/// <summary>Tasks that their owner does not want done any more.</summary>
public class WithdrawTests
{
    [Fact]
    public void Whatever_is_neither_done_nor_dead_is_dead_then()
    {
        TestSalad salad = new TestSalad(
            SaladPolicy.Robust, Task("done"), Task("held"), Task("ready"), Task("waits", 1, 1), Later("later")).Hello(A);
        salad.Do(A);
        salad.Get(A);

        Assert.Equal(4, salad.Withdraw(0, 1, 2, 3, 4, 9, -1));
        Assert.Equal(0, salad.Withdraw(0, 1, 2, 3, 4));

        Assert.Equal((1, 4), (salad.Snapshot.Counts.Done, salad.Snapshot.Counts.Dead));
        Assert.Equal(EndReason.Failed, salad.Snapshot.EndReason);
        Assert.Equal("Its owner withdrew it.", salad.Tasks[1].LastError);
    }

    [Fact]
    public void Its_holder_hears_that_the_lease_is_lost_and_goes_on_with_the_next()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(3)).Hello(A);
        salad.Ask(A, max: 2);

        salad.Withdraw(0);

        Assert.Equal([new HeldTask(0, 1)], salad.Renew(A, new HeldTask(0, 1), new HeldTask(1, 1)));
        Assert.True(salad.Checker.Fold.Task(1)!.Running);
        Assert.Equal([1], salad.Snapshot.Workers[0].Held);
    }

    [Fact]
    public void A_result_that_was_under_way_counts_all_the_same()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(2)).Hello(A);
        salad.Get(A);
        salad.Withdraw(0);

        Assert.Equal(Verdict.LateAccepted, salad.Accept(A, 0, 1));
    }

    [Fact]
    public void Restarted_it_is_where_it_would_be_though_its_delay_is_over()
    {
        TestSalad salad = Open(Task("dough"), Task("spread", 1, 0), Later("later")).Hello(A);
        salad.Withdraw(0, 1, 2);
        Assert.Equal(3, salad.Restart(0, 1, 2));
        Assert.Equal([TaskState.Ready, TaskState.Blocked, TaskState.Ready], salad.Tasks.Select(task => task.State));

        salad.Do(A);
        Assert.Equal(TaskState.Ready, salad.State(1));
    }

    [Fact]
    public void What_was_done_meanwhile_no_longer_blocks_it()
    {
        TestSalad salad = Open(Task("dough"), Task("spread", 1, 0)).Hello(A);
        salad.Withdraw(1);
        salad.Do(A);

        salad.Restart(1);
        Assert.Equal(TaskState.Ready, salad.State(1));
    }

    [Fact]
    public void Its_replicas_are_not_handed_out_any_more()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust with { Replicas = 2, Quorum = 2 }, Many(2)).Hello(A, B);
        salad.Get(A);
        salad.Withdraw(0);

        Assert.Equal(1, salad.Get(B).Task.Id);
        Assert.Equal([new HeldTask(0, 1)], salad.Renew(A, new HeldTask(0, 1)));
    }

    [Fact]
    public void After_the_end_nothing_changes()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(2)).Hello(A);
        salad.Stop(force: true);

        Assert.Equal(0, salad.Withdraw(0, 1));
        Assert.Equal(2, salad.Snapshot.Counts.Ready);
    }

    private static TestSalad Open(params NewTask[] tasks) =>
        new(new SaladSettings { Id = default, Policy = SaladPolicy.Robust, KeepOpen = true }, tasks);

    private static NewTask Later(string name) => Task(name) with { Options = new TaskOptions { Delay = Seconds(5) } };
}
