using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.Store;

public class ClaimTests
{
    [Theory]
    [InlineData(TaskOrder.Fifo, "0,1,2,0")]
    [InlineData(TaskOrder.Lifo, "2,2,1,0")]
    public void The_order_is_the_policy_s_also_for_a_task_that_came_back(TaskOrder order, string expected)
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust with { Order = order }, Many(3)).Hello(A);
        int first = salad.Get(A).Task.Id;
        salad.Release(A, new HeldTask(first, 1));

        int[] then = [.. Enumerable.Range(0, 3).Select(_ => salad.Get(A).Task.Id)];

        Assert.Equal(expected, string.Join(',', then.Prepend(first)));
    }

    [Fact]
    public void A_grant_names_the_task_the_attempt_and_the_deadline()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Task("pêche", 3) with { Payload = "{}" }).Hello(A).At(2);

        Grant grant = salad.Get(A);

        Assert.Equal(new SaladTask(0, "pêche", Seconds(3)) { Payload = "{}" }, grant.Task);
        Assert.Equal((1, Seconds(12)), (grant.Attempt, grant.Deadline));
    }

    [Fact]
    public void The_same_question_gets_the_same_leases_again()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(4)).Hello(A);
        Grant[] first = salad.Ask(A, 1, 2).Grants;

        Assert.Equal(first, salad.Ask(A, 1, 2).Grants);
        Assert.Equal(2, salad.Snapshot.Counts.Leased);
    }

    [Fact]
    public void The_same_question_gets_only_the_leases_that_still_live()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(4)).Hello(A);
        Grant[] first = salad.Ask(A, 1, 2).Grants;
        salad.Accept(A, 0, 1);

        Assert.Equal([first[1]], salad.Ask(A, 1, 2).Grants);
        Assert.Equal(1, salad.Snapshot.Counts.Leased);
    }

    [Fact]
    public void A_question_that_was_told_to_wait_may_ask_again_under_its_number()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A, B);
        salad.Get(A);
        Assert.Empty(salad.Ask(B, 1, 1).Grants);
        salad.Release(A, new HeldTask(0, 1));

        Assert.Single(salad.Ask(B, 1, 1).Grants);
    }

    [Fact]
    public void A_stray_copy_of_an_older_question_leases_nothing()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A, B);
        salad.Get(A);
        Assert.Empty(salad.Ask(B, 1, 1).Grants);
        Assert.Empty(salad.Ask(B, 2, 1).Grants);
        salad.Release(A, new HeldTask(0, 1));

        Assert.Empty(salad.Ask(B, 1, 1).Grants);
        Assert.Single(salad.Ask(B, 2, 1).Grants);
    }

    [Fact]
    public void A_question_that_outlived_its_connection_leases_nothing()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Basic, Many(1)).Hello(A);
        salad.Disconnect(A, exited: true);
        Assert.Empty(salad.Ask(A, 1, 1).Grants);
        Assert.Equal(WorkerState.Away, salad.Snapshot.Workers[0].State);

        Assert.Single(salad.Hello(A).Ask(A, 1, 1).Grants);
    }

    [Fact]
    public void A_stranger_gets_nothing_and_starts_no_clock()
    {
        var salad = new TestSalad(SaladPolicy.Robust, Many(1));

        Assert.Equal(Claim.Wait, salad.Ask(A));
        Assert.Null(salad.Snapshot.StartedAt);
    }

    [Fact]
    public void The_clock_starts_at_the_first_question()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(2)).Hello(A, B).At(4);
        salad.Get(A);
        salad.At(5).Get(B);

        Assert.Equal(Seconds(4), salad.Snapshot.StartedAt);
        Assert.Equal(1, salad.Count(EventKind.ClockStarted));
    }

    [Fact]
    public void Nothing_is_handed_out_before_the_expected_workers_are_there()
    {
        var settings = new SaladSettings { Id = default, Policy = SaladPolicy.Robust, ExpectWorkers = 2 };
        TestSalad salad = new TestSalad(settings, Many(2)).Hello(A);
        Assert.Empty(salad.Ask(A).Grants);
        Assert.Null(salad.Snapshot.StartedAt);

        salad.At(3).Hello(A);
        Assert.Empty(salad.Ask(A).Grants);

        salad.At(5).Hello(B);
        Assert.True(salad.LastEffect.WakeAll);
        Assert.Equal(Seconds(5), salad.Snapshot.StartedAt);
        salad.Get(A);
        salad.Get(B);
    }

    [Fact]
    public void The_last_expected_worker_starts_no_clock_after_the_end()
    {
        var settings = new SaladSettings { Id = default, Policy = SaladPolicy.Robust, ExpectWorkers = 2 };
        TestSalad salad = new TestSalad(settings, Many(2)).Hello(A);

        salad.At(31).Hello(B);

        Assert.Equal((EndReason.Idle, null), (salad.Snapshot.EndReason, salad.Snapshot.StartedAt));
    }

    [Fact]
    public void A_worker_gets_at_most_what_it_takes_and_what_there_is()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(5)).Hello(A, B);

        Assert.Equal(3, salad.Ask(A, max: 3).Grants.Length);
        Assert.Equal(2, salad.Ask(B, max: 100).Grants.Length);
    }

    [Fact]
    public void Without_renewal_it_is_one_task_at_a_time()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Timeout, Many(5)).Hello(A);

        Assert.Single(salad.Ask(A, max: 3).Grants);
    }

    [Fact]
    public void Without_a_lease_a_worker_may_hold_many()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Basic, Many(5)).Hello(A);

        Assert.Equal(3, salad.Ask(A, max: 3).Grants.Length);
    }

    [Fact]
    public void Basic_sends_workers_home_when_its_list_is_empty_and_the_others_make_them_wait()
    {
        TestSalad basic = new TestSalad(SaladPolicy.Basic, Many(1)).Hello(A, B);
        TestSalad timeout = new TestSalad(SaladPolicy.Timeout, Many(1)).Hello(A, B);
        basic.Get(A);
        timeout.Get(A);

        Assert.True(basic.Ask(B) is { Done: true, Reason: EndReason.None });
        Assert.False(timeout.Ask(B).Done);
    }

    [Fact]
    public void An_open_list_that_is_empty_is_not_drained()
    {
        var settings = new SaladSettings { Id = default, Policy = SaladPolicy.Basic, KeepOpen = true };
        TestSalad salad = new TestSalad(settings).Hello(A);

        Assert.False(salad.Ask(A).Done);
    }

    [Fact]
    public void After_the_end_the_answer_is_the_reason()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A, B);
        salad.Do(A);

        Assert.True(salad.Ask(B) is { Done: true, Reason: EndReason.Completed, Grants: [] });
    }
}
