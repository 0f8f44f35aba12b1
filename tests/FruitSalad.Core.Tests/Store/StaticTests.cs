using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.Store;

/// <summary>Static partitioning: the list is cut once, and each share handed over whole.</summary>
public class StaticTests
{
    private static readonly SaladPolicy Leased = SaladPolicy.Robust with { Strategy = Strategy.Static };
    private static readonly SaladPolicy Unleased = Leased with { Lease = null };

    [Theory]
    [InlineData(ShareCut.RoundRobin, new[] { 0, 1, 0, 1, 0 }, 9)]
    [InlineData(ShareCut.LongestFirst, new[] { 1, 1, 0, 1, 1 }, 7)]
    public void The_list_is_cut_as_the_policy_says(ShareCut cut, int[] shares, double makespan)
    {
        TimeSpan[] durations = [Seconds(1), Seconds(2), Seconds(7), Seconds(3), Seconds(1)];

        Assert.Equal(shares, ShareRules.Cut(durations, 2, cut));
        Assert.Equal(Seconds(makespan), ShareRules.Makespan(durations, 2, cut));
    }

    [Fact]
    public void A_share_is_handed_over_whole_at_the_first_question_and_nothing_after_it()
    {
        TestSalad salad = Of(Unleased, 5);

        Assert.Equal([0, 2, 4], salad.Ask(A).Grants.Select(grant => grant.Task.Id));
        Assert.Equal([1, 3], salad.Ask(B).Grants.Select(grant => grant.Task.Id));
        foreach (int task in new[] { 0, 2, 4 })
        {
            salad.Accept(A, task, 1);
        }

        Assert.True(salad.Ask(A).Done);
        Assert.True(salad.Hello(C).Ask(C).Done);
        Assert.Equal(EndReason.None, salad.Snapshot.EndReason);
    }

    [Fact]
    public void A_question_asked_again_gets_the_same_share()
    {
        TestSalad salad = Of(Unleased, 4);

        Assert.Equal([0, 2], salad.Ask(A, 1, 1).Grants.Select(grant => grant.Task.Id));
        Assert.Equal([0, 2], salad.Ask(A, 1, 1).Grants.Select(grant => grant.Task.Id));
    }

    [Fact]
    public void Without_a_lease_the_share_of_a_dead_worker_is_lost_and_named()
    {
        TestSalad salad = Of(Unleased, 4);
        salad.Ask(A);
        salad.Ask(B);
        salad.Accept(A, 0, 1);
        salad.Accept(A, 2, 1);
        salad.Accept(B, 1, 1);

        salad.Disconnect(B, exited: true);

        Assert.Equal((EndReason.Failed, 3), (salad.Snapshot.EndReason, salad.Snapshot.Counts.Done));
        Assert.Equal(TaskState.Dead, salad.State(3));
        Assert.Contains("share", salad.Tasks[3].LastError, StringComparison.Ordinal);
        Assert.Equal(nameof(DeathCause.ShareLost), Assert.Single(salad.Events, e => e.Kind == EventKind.Died).Detail);
    }

    [Fact]
    public void With_a_lease_it_is_recovered_by_who_is_done_with_its_own()
    {
        TestSalad salad = Of(Leased, 4);
        salad.Ask(A);
        salad.Ask(B);
        salad.Disconnect(B, exited: true);
        salad.Accept(A, 0, 1);
        salad.Accept(A, 2, 1);

        Assert.Equal([(1, 2), (3, 2)], salad.Ask(A, 9).Grants.Select(grant => (grant.Task.Id, grant.Attempt)));
    }

    [Fact]
    public void Unrenewed_leases_allow_for_the_work_that_comes_before()
    {
        TestSalad salad = Of(Leased with { Renewal = false, Lease = Seconds(5) }, 4);

        Assert.Equal([Seconds(8), Seconds(11)], salad.Ask(A).Grants.Select(grant => grant.Deadline));
        salad.At(11).Tick();
        Assert.Equal([TaskState.Ready, TaskState.Ready], new[] { salad.State(0), salad.State(2) });
        salad.Ask(B);
        Assert.Single(salad.Hello(C).Ask(C, 9).Grants);
    }

    [Fact]
    public void A_share_that_nobody_asks_for_within_a_lease_is_free_for_all()
    {
        TestSalad salad = Of(Leased, 4);
        salad.Ask(A);
        salad.Accept(A, 0, 1);
        salad.Accept(A, 2, 1);
        Assert.Empty(salad.Ask(A).Grants);

        salad.At(10).Tick();

        Assert.True(salad.LastEffect.WakeAll);
        Assert.Equal([1, 3], salad.Ask(A, 9).Grants.Select(grant => grant.Task.Id));
    }

    [Fact]
    public void More_workers_than_tasks_leave_some_without_a_share()
    {
        TestSalad salad = Of(Unleased, 1);
        salad.Ask(A);

        Assert.True(salad.Ask(B).Done);
    }

    [Fact]
    public void A_lost_task_that_is_restarted_goes_to_whoever_asks()
    {
        TestSalad salad = Of(Unleased, 2);
        salad.Ask(A);
        salad.Ask(B);
        salad.Accept(A, 0, 1);
        salad.Disconnect(B, exited: true);
        salad.Restart(1);

        salad.Do(A);
        Assert.Equal(EndReason.Completed, salad.Snapshot.EndReason);
    }

    [Fact]
    public void Nothing_may_be_added_later()
    {
        TestSalad salad = Of(Unleased, 2);
        Assert.Contains("no task may be added later", Assert.Throws<ArgumentException>(() => salad.Add("late", Many(1))).Message, StringComparison.Ordinal);

        salad.Ask(A);
        Assert.Equal(Verdict.Unknown, salad.Accept(A, 0, 1, Task("child")));
        Assert.Contains("no task may be added later", salad.Tasks[0].LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_handed_over_whole_is_refused()
    {
        Refused(Leased, 0, Many(2));
        Refused(Leased, 2, Task(), Task("after", 1, 0));
        Refused(Leased, 2, Task() with { Options = new TaskOptions { Labels = ["gpu"] } });
        Refused(Leased, 2, Task() with { Options = new TaskOptions { Delay = Seconds(1) } });
        Refused(Leased with { Replicas = 2 }, 2, Task());
    }

    private static void Refused(SaladPolicy policy, int workers, params NewTask[] tasks) => Assert.Throws<ArgumentException>(
        () => new TestSalad(new SaladSettings { Id = default, Policy = policy, ExpectWorkers = workers }, tasks));

    private static TestSalad Of(SaladPolicy policy, int tasks) => new TestSalad(
        new SaladSettings { Id = default, Policy = policy, ExpectWorkers = 2 }, Many(tasks)).Hello(A, B);
}
