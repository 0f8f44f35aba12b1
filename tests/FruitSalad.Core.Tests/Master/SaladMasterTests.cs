using FruitSalad.Contract;
using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Master.TestMaster;

namespace FruitSalad.Core.Tests.Master;

/// <summary>The rest of the master's steps: results, drain, rounds, status, warnings.</summary>
public class SaladMasterTests
{
    [Fact]
    public void A_result_and_a_question_in_one_call_get_verdict_and_answer()
    {
        TestMaster master = new TestMaster(Fruits(2)).Hello(A);
        master.Ask(A);

        Receipt receipt = master.Return(A, 0, ask: new Ask(2));

        Assert.Equal([Verdict.Accepted], receipt.Verdicts);
        Assert.Equal(1, receipt.Next!.Tasks![0].Task);
    }

    [Fact]
    public void Whoever_brings_a_result_is_never_made_to_wait_for_the_next_task()
    {
        TestMaster master = new TestMaster(Fruits(2)).Hello(A, B);
        master.Ask(A);
        master.Ask(B);

        Receipt receipt = master.Return(A, 0, ask: new Ask(2, 1, 20_000));
        Assert.Equal((AnswerKind.Wait, 0), (receipt.Next!.Kind, receipt.Next.RetryAfterMs));
    }

    [Fact]
    public void An_assignment_carries_scaled_times()
    {
        SaladSettings settings = Settings(SaladPolicy.Robust.Scale(0.1)) with { TimeScale = 0.1 };
        Assignment task = new TestMaster(settings, Fruit(3)).Hello(A).Ask(A).Any!.Tasks![0];

        Assert.Equal((300, 1000), (task.DurationMs, task.LeaseMs));
    }

    [Fact]
    public void Nothing_is_handed_out_before_everybody_expected_is_there_then_all_start_together()
    {
        TestMaster master = new TestMaster(Settings(SaladPolicy.Robust) with { ExpectWorkers = 2 }, Fruits(2)).Hello(A);
        TestAsk early = master.Ask(A);
        Assert.Equal((null, SaladState.Waiting), (early.Any, master.Status.State));

        master.At(4).Hello(B);
        Assert.Equal(0, early.TaskId);
        Assert.Equal(SaladState.Running, master.Status.State);
        Assert.Equal(1, master.Ask(B).TaskId);
        Assert.Equal(0, master.Status.MakespanMs);
    }

    [Fact]
    public void A_renewal_s_answer_names_what_is_lost_and_tells_to_drain()
    {
        TestMaster master = new TestMaster(Fruits(2)).Hello(A);
        master.Ask(A);

        Renewed before = Take(master.Steps.RenewAsync(A, [new LeaseName(0, 1), new LeaseName(1, 1)], master.Now));
        Assert.Equal([new LeaseName(1, 1)], before.Lost);
        Assert.False(before.Drain);

        Take(master.Steps.StopAsync(force: false, master.Now));
        Assert.True(Take(master.Steps.RenewAsync(A, [new LeaseName(0, 1)], master.Now)).Drain);
        Assert.Equal((EndReason.None, DoneReason.Stopped), (master.Status.EndReason, master.Ask(A, 2).Any!.Reason));
        master.Return(A, 0);
        Assert.Equal(EndReason.Stopped, master.Status.EndReason);
    }

    [Fact]
    public void A_new_round_is_not_drained_because_the_one_before_was()
    {
        TestMaster master = new TestMaster(Fruits(1)).Hello(A);
        Take(master.Steps.StopAsync(force: true, master.Now));

        Assert.NotNull(Take(master.Steps.AddAsync("more", Fruits(1), master.Now)));
        Assert.Equal(0, master.Ask(A).TaskId);
        Assert.False(Take(master.Steps.RenewAsync(A, [new LeaseName(0, 1)], master.Now)).Drain);
    }

    [Fact]
    public void Status_counts_names_and_times()
    {
        TestMaster master = new TestMaster(Fruits(3)).Hello(A, B);
        master.At(1).Ask(A);
        master.At(3).Return(A, 0);
        master.At(4);

        SaladStatus status = master.Status;
        Assert.Equal((3, 2, 0, 0, 1, 0), (status.Total, status.Ready, status.Blocked, status.Leased, status.Done, status.Dead));
        Assert.Equal((SaladState.Running, 3000, 4000), (status.State, status.MakespanMs, status.ElapsedMs));
        Assert.Null(status.OracleMs);
        Assert.Equal([1, 0], status.Workers.Select(worker => worker.Accepted));
        Assert.Equal(1000, status.Workers[0].LastSeenMs);
    }

    [Fact]
    public void At_the_end_the_clock_stands_still_and_the_oracle_is_known()
    {
        TestMaster master = new TestMaster(Fruit(3), Fruit(2)).Hello(A);
        master.Ask(A);
        master.At(3).Return(A, 0, ask: new Ask(2));
        master.At(5.5).Return(A, 1);
        master.At(60);

        Assert.Equal((SaladState.Ended, EndReason.Completed), (master.Status.State, master.Status.EndReason));
        Assert.Equal((5500, 5000), (master.Status.MakespanMs, master.Status.OracleMs));
    }

    [Fact]
    public void The_oracle_counts_from_each_worker_s_coming_and_knows_the_order_and_the_dependencies()
    {
        TestMaster late = new TestMaster(Fruit(3), Fruit(2)).Hello(A);
        late.Ask(A);
        late.At(1).Hello(B).Ask(B);
        late.At(3).Return(A, 0);
        late.At(3).Return(B, 1);
        Assert.Equal(3000, late.Status.OracleMs);

        TestMaster chain = new TestMaster(Fruit(3), Fruit(2) with { DependsOn = [0] }).Hello(A, B);
        chain.Ask(A);
        chain.At(3).Return(A, 0, ask: new Ask(2));
        chain.At(5).Return(A, 1);
        Assert.Equal(5000, chain.Status.OracleMs);
    }

    [Fact]
    public void Pages_follow_each_other_and_an_empty_page_is_no_error()
    {
        var master = new TestMaster(Fruits(3));

        TaskPage page = Take(master.Steps.TasksAsync(new TaskQuery(Max: 2), default));
        Assert.Equal([0, 1], page.Tasks.Select(task => task.Id));
        Assert.Equal(2, page.Next);
        Assert.Null(Take(master.Steps.TasksAsync(new TaskQuery(From: 2, Max: 2), default)).Next);
        Assert.Empty(Take(master.Steps.TasksAsync(new TaskQuery(Max: 0), default)).Tasks);
        Assert.Empty(Take(master.Steps.ResultsAsync(new ResultQuery())).Results);
    }

    [Fact]
    public void Results_are_kept_and_reading_them_consumes_nothing()
    {
        TestMaster master = new TestMaster(Fruits(2)).Hello(A);
        master.Ask(A, max: 2);
        Take(master.Steps.ReceiveAsync(A, [new ResultEntry(1, 1, """{"slices":4}""")], null, master.Now));

        for (int i = 0; i < 2; i++)
        {
            ResultView result = Assert.Single(Take(master.Steps.ResultsAsync(new ResultQuery())).Results);
            Assert.Equal((1, """{"slices":4}"""), (result.Task, result.Result.Text));
        }
    }

    [Theory]
    [InlineData(5, false, 1, 6, SaladWarning.LeaseShorterThanWork)]
    [InlineData(5, true, 1, 6, null)]
    [InlineData(5, false, 1, 4, null)]
    [InlineData(0.2, true, 0.02, 1, SaladWarning.LeaseBelowMachinePauses)]
    [InlineData(0.2, true, 1, 1, null)]
    public void Settings_that_will_hurt_are_warned_about(
        double lease, bool renewal, double scale, double longest, SaladWarning? expected)
    {
        SaladPolicy policy = SaladPolicy.Robust with { Lease = TimeSpan.FromSeconds(lease), Renewal = renewal };
        var master = new TestMaster(Settings(policy) with { TimeScale = scale }, Fruit(longest));

        Assert.Equal(expected is { } warning ? [warning] : [], master.Status.Warnings);
    }

    [Fact]
    public void A_refusal_leaves_one_event_and_touches_nothing()
    {
        var master = new TestMaster(Fruits(1));
        Take(master.Steps.RefuseAsync(WorkerId.None, "a stranger", default));

        Assert.Equal("a stranger", Assert.Single(master.Events, e => e.Kind == EventKind.Refused).Detail);
        Assert.Equal(1, master.Status.Ready);
    }
}
