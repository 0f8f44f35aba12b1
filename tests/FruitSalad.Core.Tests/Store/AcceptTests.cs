using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.Store;

public class AcceptTests
{
    [Fact]
    public void A_result_is_kept_credited_and_never_replaced()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(2)).Hello(A);
        salad.Get(A);

        Assert.Equal(Verdict.Accepted, salad.Accept(A, new ResultEntry(0, 1, "\"first\"")));
        Assert.Equal(Verdict.AlreadyAccepted, salad.Accept(A, new ResultEntry(0, 1, "\"second\"")));

        Assert.Equal("\"first\"", salad.Tasks[0].Result);
        Assert.Equal(1, salad.Snapshot.Workers[0].Accepted);
        Assert.Equal(WorkerState.Waiting, salad.Snapshot.Workers[0].State);
    }

    [Theory]
    [InlineData(99, 1)]
    [InlineData(-1, 1)]
    [InlineData(0, 2)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(1, 1)]
    public void A_made_up_task_or_attempt_is_unknown_and_changes_nothing(int task, int attempt)
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(2)).Hello(A, B);
        salad.Get(A);

        Assert.Equal(Verdict.Unknown, salad.Accept(A, task, attempt));
        Assert.Equal((1, 1, 0), (salad.Snapshot.Counts.Ready, salad.Snapshot.Counts.Leased, salad.Snapshot.Counts.Done));
    }

    [Fact]
    public void Another_worker_s_attempt_a_stranger_s_and_a_damaged_result_are_unknown()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(2)).Hello(A, B);
        salad.Get(A);

        Assert.Equal(Verdict.Unknown, salad.Accept(B, 0, 1));
        Assert.Equal(Verdict.Unknown, salad.Accept(C, 0, 1));
        Assert.Equal(Verdict.Unknown, salad.Accept(A, new ResultEntry(0, 1, "x", Intact: false)));
        Assert.Equal(Verdict.Accepted, salad.Accept(A, 0, 1));
    }

    [Fact]
    public void First_valid_takes_a_late_result_and_ends_the_lease_of_whoever_is_at_work()
    {
        TestSalad salad = Late(LateResult.FirstValid);

        Assert.Equal(Verdict.LateAccepted, salad.Accept(A, 0, 1));

        Assert.Equal([new HeldTask(0, 2)], salad.Renew(B, new HeldTask(0, 2)));
        Assert.Equal(Verdict.Superseded, salad.Accept(B, 0, 2));
        Assert.Equal([1, 0], salad.Snapshot.Workers.Select(worker => worker.Accepted));
        salad.Disconnect(B, exited: true);
        Assert.Equal(TaskState.Done, salad.State(0));
    }

    [Fact]
    public void First_valid_takes_a_late_result_of_a_task_that_waits_or_is_dead()
    {
        SaladPolicy policy = SaladPolicy.Robust with { MaxAttempts = 2 };
        TestSalad salad = new TestSalad(policy, Many(2)).Hello(A, B);
        salad.Get(A);
        salad.Get(B);
        salad.At(20).Get(A);
        salad.Fail(A, 0, 2);

        Assert.Equal(TaskState.Dead, salad.State(0));
        Assert.Equal(TaskState.Ready, salad.State(1));
        Assert.Equal(Verdict.LateAccepted, salad.Accept(B, 1, 1));
        Assert.Equal(EndReason.Failed, salad.Snapshot.EndReason);
    }

    [Fact]
    public void Discard_drops_a_late_result()
    {
        TestSalad salad = Late(LateResult.Discard);

        Assert.Equal(Verdict.Superseded, salad.Accept(A, 0, 1));
        Assert.Equal(Verdict.Accepted, salad.Accept(B, 0, 2));
    }

    [Fact]
    public void Credit_holder_credits_whoever_holds_the_task()
    {
        TestSalad salad = Late(LateResult.CreditHolder);

        Assert.Equal(Verdict.LateAccepted, salad.Accept(A, 0, 1));

        Assert.Equal([0, 1], salad.Snapshot.Workers.Select(worker => worker.Accepted));
        Assert.Equal((B, 2), (salad.Events[^2].Worker, salad.Events[^2].Attempt));
    }

    [Fact]
    public void Credit_holder_drops_a_result_that_finds_no_holder()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Timeout, Many(1)).Hello(A);
        salad.Get(A);

        Assert.Equal(Verdict.Superseded, salad.At(6).Accept(A, 0, 1));
        Assert.Equal(TaskState.Ready, salad.State(0));
    }

    [Fact]
    public void A_result_at_the_deadline_is_late_and_one_before_is_not()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(2)).Hello(A, B);
        salad.Get(A);
        salad.Get(B);

        Assert.Equal(Verdict.Accepted, salad.At(9.999).Accept(A, 0, 1));
        Assert.Equal(Verdict.LateAccepted, salad.At(10).Accept(B, 1, 1));
    }

    [Fact]
    public void After_the_end_a_first_result_finds_it_closed()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A);
        salad.Get(A);
        salad.Stop(force: true);

        Assert.Equal(Verdict.Closed, salad.Accept(A, 0, 1));
        Assert.Null(salad.Tasks[0].Result);
    }

    [Fact]
    public void A_batch_gets_a_verdict_each_in_order()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(3)).Hello(A);
        salad.Ask(A, max: 2);

        Verdict[] verdicts = Take(salad.Store.AcceptAsync(A, [new(0, 1, "0"), new(2, 1, "2"), new(1, 1, "1"), new(0, 1, "0")], default)).Value;

        Assert.Equal([Verdict.Accepted, Verdict.Unknown, Verdict.Accepted, Verdict.AlreadyAccepted], verdicts);
    }

    [Fact]
    public void Results_unblock_what_waits_for_all_of_them()
    {
        NewTask[] crumble = [Task("dough"), Task("apples"), Task("spread", 1, 0, 1), Task("sprinkle", 1, 2)];
        TestSalad salad = new TestSalad(SaladPolicy.Robust, crumble).Hello(A, B);
        salad.Get(A);
        salad.Get(B);

        salad.Accept(A, 0, 1);
        Assert.Equal([TaskState.Blocked, TaskState.Blocked], [salad.State(2), salad.State(3)]);
        salad.Accept(B, 1, 1);
        Assert.Equal([TaskState.Ready, TaskState.Blocked], [salad.State(2), salad.State(3)]);
        Assert.Equal(1, salad.LastEffect.MadeReady);
        salad.Do(A);
        salad.Do(A);
        Assert.Equal(EndReason.Completed, salad.Snapshot.EndReason);
    }

    [Fact]
    public void Children_enter_with_acceptance()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A);
        salad.Get(A);

        Assert.Equal(Verdict.Accepted, salad.Accept(A, 0, 1, Task("peel"), Task("core", 1, 1)));

        Assert.Equal(EndReason.None, salad.Snapshot.EndReason);
        Assert.Equal([TaskState.Done, TaskState.Ready, TaskState.Blocked], salad.Tasks.Select(task => task.State));
    }

    [Fact]
    public void Children_that_cannot_be_fail_their_attempt_and_say_why()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A);
        salad.Get(A);

        Assert.Equal(Verdict.Unknown, salad.Accept(A, 0, 1, Task("peel"), Task("core", 1, 2)));

        TaskSnapshot task = Assert.Single(salad.Tasks);
        Assert.Equal((TaskState.Ready, "Task 2 (core) depends on task 2, which does not come before it."), (task.State, task.LastError));
    }

    [Fact]
    public void Children_of_a_result_that_does_not_count_do_not_enter()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(2)).Hello(A);
        salad.Get(A);
        salad.Accept(A, 0, 1, Task("peel"));

        Assert.Equal(Verdict.AlreadyAccepted, salad.Accept(A, 0, 1, Task("peel")));
        Assert.Equal(3, salad.Snapshot.Counts.Total);
    }

    private static TestSalad Late(LateResult policy)
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust with { LateResult = policy }, Many(1)).Hello(A, B);
        salad.Get(A);
        salad.At(10).Get(B);
        return salad;
    }
}
