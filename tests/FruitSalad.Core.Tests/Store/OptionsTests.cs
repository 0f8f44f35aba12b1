using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.Store;

/// <summary>What a task may ask for beyond the policy.</summary>
public class OptionsTests
{
    [Theory]
    [InlineData(TaskOrder.Fifo, new[] { 2, 1, 3, 0 })]
    [InlineData(TaskOrder.Lifo, new[] { 2, 3, 1, 0 })]
    public void Higher_priorities_go_first_and_equals_in_the_policy_s_order(TaskOrder order, int[] expected)
    {
        TestSalad salad = new TestSalad(
            SaladPolicy.Robust with { Order = order },
            Ask(new TaskOptions { Priority = -1 }), Task(), Ask(new TaskOptions { Priority = 7 }), Task()).Hello(A);

        Assert.Equal(expected, salad.Ask(A, 9).Grants.Select(grant => grant.Task.Id));
    }

    [Fact]
    public void A_task_is_not_handed_out_before_its_time()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Ask(Delayed(5))).Hello(A);
        Assert.Equal((TaskState.Blocked, Seconds(5)), (salad.State(0), salad.Tasks[0].DueAt));
        Assert.Equal(Seconds(5), salad.LastEffect.NextDue);
        Assert.Empty(salad.At(4.9).Ask(A).Grants);

        salad.At(5).Tick();

        Assert.Equal((TaskState.Ready, 1), (salad.State(0), salad.LastEffect.MadeReady));
        salad.Do(A);
        Assert.Equal(EndReason.Completed, salad.Snapshot.EndReason);
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(7, 7)]
    public void A_task_waits_for_its_time_and_for_others(double doneAt, double readyAt)
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Task(), Ask(Delayed(5)) with { DependsOn = [0] }).Hello(A);
        Grant first = salad.Get(A);
        salad.At(doneAt).Accept(A, 0, first.Attempt);
        salad.At(readyAt).Tick();

        Assert.Equal(TaskState.Ready, salad.State(1));
        Assert.Equal(Seconds(readyAt), salad.Events.Last(e => e.Kind == EventKind.Unblocked).Time);
    }

    [Fact]
    public void Nobody_need_be_there_while_all_that_is_left_waits_for_its_time()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Ask(Delayed(100)));
        salad.At(99).Tick();
        Assert.Equal(EndReason.None, salad.Snapshot.EndReason);
        salad.At(100).Tick();

        Assert.Equal(Seconds(130), salad.LastEffect.NextDue);
        salad.At(130).Tick();
        Assert.Equal(EndReason.Idle, salad.Snapshot.EndReason);
    }

    [Fact]
    public void What_waits_for_its_time_does_not_excuse_whoever_leaves_a_ready_task_alone()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Ask(Delayed(100)), Task());
        salad.At(30).Tick();

        Assert.Equal(EndReason.Idle, salad.Snapshot.EndReason);
    }

    [Fact]
    public void A_delayed_task_behind_a_dead_one_does_not_hold_up_the_end()
    {
        TestSalad salad = new TestSalad(
            SaladPolicy.Robust with { MaxAttempts = 1 }, Task(), Ask(Delayed(100)) with { DependsOn = [0] }).Hello(A);
        salad.Get(A);
        salad.Fail(A, 0, 1);

        Assert.Equal(EndReason.Failed, salad.Snapshot.EndReason);
    }

    [Fact]
    public void Nobody_is_sent_home_from_an_empty_list_while_a_task_waits_for_its_time()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Basic, Ask(Delayed(5))).Hello(A);

        Assert.False(salad.Ask(A).Done);
    }

    [Fact]
    public void After_each_failure_a_task_waits_twice_as_long_up_to_the_longest()
    {
        SaladPolicy policy = SaladPolicy.Robust with { RetryDelay = Seconds(1), LongestRetryDelay = Seconds(3), MaxAttempts = 9 };
        TestSalad salad = new TestSalad(policy, Task()).Hello(A);
        double now = 0;
        foreach (double wait in new[] { 1, 2, 3, 3 })
        {
            salad.At(now).Fail(A, 0, salad.Get(A).Attempt);
            Assert.Equal(Seconds(now + wait), salad.Tasks[0].DueAt);
            Assert.Empty(salad.At(now + wait - 0.1).Ask(A).Grants);
            now += wait;
        }
    }

    [Fact]
    public void What_was_not_begun_goes_back_without_a_wait()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust with { RetryDelay = Seconds(1) }, Many(2)).Hello(A);
        salad.Ask(A, 2);
        salad.Disconnect(A, exited: true);

        Assert.Equal([TaskState.Blocked, TaskState.Ready], salad.Tasks.Select(task => task.State));
    }

    [Fact]
    public void A_late_result_is_accepted_from_a_task_that_waits()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust with { RetryDelay = Seconds(5) }, Task()).Hello(A);
        salad.Get(A);
        salad.At(10).Tick();

        Assert.Equal(Verdict.LateAccepted, salad.Accept(A, 0, 1));
        Assert.Equal(EndReason.Completed, salad.Snapshot.EndReason);
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData(1, 1)]
    [InlineData(0, 9)]
    public void A_task_has_its_own_number_of_attempts(int? own, int attempts)
    {
        TestSalad salad = new TestSalad(
            SaladPolicy.Robust with { MaxAttempts = 2 }, Ask(new TaskOptions { MaxAttempts = own }), Task()).Hello(A);
        for (int attempt = 1; attempt <= attempts; attempt++)
        {
            Assert.NotEqual(TaskState.Dead, salad.State(0));
            salad.Fail(A, 0, salad.Ask(A, 2).Grants.Single(grant => grant.Task.Id == 0).Attempt);
            salad.Release(A, new HeldTask(1, salad.Tasks[1].Attempt));
        }

        Assert.Equal(own != 0, salad.State(0) == TaskState.Dead);
    }

    [Theory]
    [InlineData(null, 12)]
    [InlineData(3, 3)]
    [InlineData(0, 15)]
    public void A_task_has_its_own_run_limit(int? own, double deadline)
    {
        var options = new TaskOptions { RunLimit = own is { } seconds ? Seconds(seconds) : null };
        TestSalad salad = new TestSalad(SaladPolicy.Robust with { RunLimit = Seconds(12) }, Ask(options)).Hello(A);
        salad.Get(A);
        salad.At(Math.Min(5, deadline - 1)).Renew(A, new HeldTask(0, 1));
        salad.At(Math.Min(5, deadline)).Renew(A, new HeldTask(0, 1));

        TimeSpan? end = salad.Tasks[0].DueAt ?? salad.Events.Last(e => e.Kind == EventKind.Renewed).Deadline;
        Assert.Equal(Seconds(deadline), end);
    }

    [Fact]
    public void The_time_scale_counts_for_what_a_task_asks_for()
    {
        var settings = new SaladSettings { Id = default, Policy = SaladPolicy.Robust, TimeScale = 0.1 };
        TestSalad salad = new TestSalad(settings, Ask(new TaskOptions { Delay = Seconds(5), RunLimit = Seconds(20) })).Hello(A);
        Assert.Equal(Seconds(0.5), salad.Tasks[0].DueAt);

        Assert.Equal(Seconds(2.5), salad.At(0.5).Get(A).Deadline);
    }

    [Fact]
    public void A_task_goes_only_to_who_offers_all_its_labels_and_stands_in_nobody_s_way()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Ask(Labels("gpu", "region=eu")), Task()).Hello(A);
        salad.Hello(B, "gpu").Hello(C, "region=eu", "gpu", "big");

        Assert.Equal(1, salad.Get(A).Task.Id);
        Assert.Empty(salad.Ask(B).Grants);
        Assert.Equal(0, salad.Get(C).Task.Id);
    }

    [Fact]
    public void Tasks_for_nobody_are_told()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Task(), Ask(Labels("gpu")), Ask(Labels("gpu"))).Hello(A);
        Assert.Equal((2, 3), (salad.Snapshot.Unplaced, salad.Snapshot.Counts.Ready));
        Assert.Equal([false, true, true], salad.Tasks.Select(task => task.Unplaced));

        salad.Hello(B, "gpu");
        Assert.Equal(0, salad.Snapshot.Unplaced);
        salad.Disconnect(B, exited: true);
        Assert.Equal(2, salad.Snapshot.Unplaced);
    }

    [Fact]
    public void Everybody_who_waits_is_woken_for_a_task_that_not_everybody_may_take()
    {
        var salad = new TestSalad(new SaladSettings { Id = default, Policy = SaladPolicy.Robust, KeepOpen = true });
        salad.Add("plain", Task());
        Assert.False(salad.LastEffect.WakeAll);

        salad.Add("labelled", Ask(Labels("gpu")));
        Assert.True(salad.LastEffect.WakeAll);
    }

    public static TheoryData<TaskOptions> Impossible =>
    [
        Delayed(-1),
        new TaskOptions { RunLimit = Seconds(-1) },
        new TaskOptions { MaxAttempts = -1 },
        Labels(" "),
        Labels(new string('x', 65)),
        Labels("two\nlines"),
        Labels([.. Enumerable.Repeat("gpu", 17)]),
    ];

    [Theory]
    [MemberData(nameof(Impossible))]
    public void The_impossible_is_refused_with_the_task_s_name(TaskOptions options)
    {
        var refused = Assert.Throws<ArgumentException>(() => new TestSalad(SaladPolicy.Robust, Task(), Ask(options)));

        Assert.Contains("Task 1 (pomme)", refused.Message, StringComparison.Ordinal);
    }

    private static NewTask Ask(TaskOptions options) => Task() with { Options = options };

    private static TaskOptions Delayed(double seconds) => new() { Delay = Seconds(seconds) };

    private static TaskOptions Labels(params string[] labels) => new() { Labels = labels };
}
