using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.Store;

/// <summary>Renewal, expiry, failure and release in the memory store.</summary>
public class LeaseTests
{
    [Fact]
    public void A_lease_expires_at_its_deadline_unless_renewed()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(2)).Hello(A, B);
        salad.Get(A);
        salad.Get(B);
        Assert.Equal(Seconds(10), salad.LastEffect.NextDue);

        Assert.Empty(salad.At(9).Renew(B, new HeldTask(1, 1)));
        salad.At(10).Tick();

        Assert.Equal([TaskState.Ready, TaskState.Leased], salad.Tasks.Select(task => task.State));
        Assert.Equal(Seconds(19), salad.LastEffect.NextDue);
        Assert.Equal(1, salad.LastEffect.MadeReady);
        Assert.Equal([new HeldTask(0, 1)], salad.Renew(A, new HeldTask(0, 1)));
    }

    [Fact]
    public void Renewing_what_was_never_held_is_lost()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A, B);
        salad.Get(A);
        HeldTask[] madeUp = [new(0, 1), new(0, 2), new(7, 1), new(-1, 1)];

        Assert.Equal(madeUp, salad.Renew(B, madeUp));
        Assert.Equal([new HeldTask(0, 1)], salad.Renew(C, new HeldTask(0, 1)));
    }

    [Fact]
    public void Expiry_of_a_batch_charges_only_the_one_that_ran()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(4)).Hello(A);
        salad.Ask(A, max: 3);

        salad.At(10).Tick();

        Assert.Equal([1, 0, 0, 0], salad.Checker.Fold.Tasks.Select(task => task.Charges));
        Assert.Equal(4, salad.Snapshot.Counts.Ready);
    }

    [Fact]
    public void A_batch_is_worked_through_in_order()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(3)).Hello(A);
        salad.Ask(A, max: 3);
        salad.At(3).Accept(A, 0, 1);
        salad.At(4).Renew(A, new HeldTask(1, 1), new HeldTask(2, 1));

        salad.At(14).Tick();

        Assert.Equal([0, 1, 0], salad.Checker.Fold.Tasks.Select(task => task.Charges));
    }

    [Fact]
    public void A_poison_task_dies_after_its_attempts_and_can_be_restarted()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust with { MaxAttempts = 2 }, Many(2)).Hello(A);
        salad.Do(A);
        salad.Get(A);
        Assert.Equal(LeaseOutcome.Requeued, salad.Fail(A, 1, 1));
        salad.Get(A);
        Assert.Equal(LeaseOutcome.Dead, salad.Fail(A, 1, 2, "raw"));

        Assert.Equal((EndReason.Failed, "raw"), (salad.Snapshot.EndReason, salad.Tasks[1].LastError));
        Assert.Equal(1, salad.Restart(0, 1, 9, -1));
        Assert.Equal((EndReason.None, 2), (salad.Snapshot.EndReason, salad.Snapshot.Round));
        Assert.Equal(3, salad.Get(A).Attempt);
        Assert.Equal(LeaseOutcome.Requeued, salad.Fail(A, 1, 3));
    }

    [Fact]
    public void What_is_blocked_behind_a_dead_task_does_not_hold_up_the_end()
    {
        SaladPolicy once = SaladPolicy.Robust with { MaxAttempts = 1 };
        TestSalad salad = new TestSalad(once, Task("dough"), Task("spread", 1, 0)).Hello(A);
        salad.Get(A);
        salad.Fail(A, 0, 1);
        Assert.Equal(EndReason.Failed, salad.Snapshot.EndReason);

        salad.Restart(0);
        salad.Do(A);
        salad.Do(A);

        Assert.Equal(EndReason.Completed, salad.Snapshot.EndReason);
        Assert.Equal(2, salad.Count(EventKind.Ended));
    }

    [Fact]
    public void Failing_and_releasing_need_the_live_lease()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A, B);
        salad.Get(A);

        Assert.Equal(LeaseOutcome.NotHeld, salad.Fail(B, 0, 1));
        Assert.Equal(LeaseOutcome.NotHeld, salad.Fail(A, 0, 2));
        Assert.Equal(LeaseOutcome.NotHeld, salad.Fail(A, 5, 1));
        salad.Release(B, new HeldTask(0, 1), new HeldTask(5, 1));
        Assert.Equal(TaskState.Leased, salad.State(0));
    }

    [Fact]
    public void Releasing_is_nobody_s_fault_and_the_next_held_one_begins()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(2)).Hello(A);
        salad.Ask(A, max: 2);

        salad.Release(A, new HeldTask(0, 1));

        Assert.Equal([0, 0], salad.Checker.Fold.Tasks.Select(task => task.Charges));
        Assert.True(salad.Checker.Fold.Task(1)!.Running);
    }

    [Fact]
    public void A_stuck_task_is_found_by_its_run_limit_however_faithfully_it_is_renewed()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust with { RunLimit = Seconds(15) }, Many(2)).Hello(A);
        salad.Ask(A, max: 2);
        for (int second = 3; second < 15; second += 3)
        {
            Assert.Empty(salad.At(second).Renew(A, new HeldTask(0, 1), new HeldTask(1, 1)));
        }

        Assert.Equal([new HeldTask(0, 1)], salad.At(15).Renew(A, new HeldTask(0, 1), new HeldTask(1, 1)));
        Assert.Equal(Seconds(25), salad.Tasks[1].Deadline);
        Assert.Equal(TaskState.Ready, salad.State(0));
        Assert.Equal([1, 0], salad.Checker.Fold.Tasks.Select(task => task.Charges));
    }

    [Fact]
    public void Without_a_lease_nothing_ever_expires()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Basic, Many(1)).Hello(A);
        salad.Get(A);

        salad.At(1e9).Tick();

        Assert.Null(salad.LastEffect.NextDue);
        Assert.Equal(TaskState.Leased, salad.State(0));
    }
}
