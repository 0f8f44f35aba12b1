using FruitSalad.Core.Tests.Store;
using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Stores.Tests.Conformance;

/// <summary>What every store must do, wherever it keeps its salads. After each step the whole history is checked.</summary>
public abstract class TaskStoreConformance : IDisposable
{
    private readonly Lazy<TestPlace> _place;

    protected TaskStoreConformance() => _place = new Lazy<TestPlace>(MakePlace);

    protected TestPlace Place => _place.Value;

    protected abstract TestPlace MakePlace();

    public void Dispose()
    {
        if (_place.IsValueCreated)
        {
            _place.Value.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_salad_is_prepared_from_its_first_task_to_its_end()
    {
        TestSalad salad = Make(SaladPolicy.Robust, Task("pomme"), Task("poire"), Task("crumble", 1, 0, 1)).Hello(A, B);

        Grant first = salad.Get(A);
        Grant second = salad.Get(B);
        Assert.Empty(salad.Ask(A).Grants);
        Assert.Equal(Verdict.Accepted, salad.Accept(A, first.Task.Id, first.Attempt));
        Assert.Equal(TaskState.Blocked, salad.State(2));
        Assert.Equal(Verdict.Accepted, salad.Accept(B, second.Task.Id, second.Attempt));
        salad.Do(B);

        Assert.Equal((3, EndReason.Completed), (salad.Snapshot.Counts.Done, salad.Snapshot.EndReason));
        Assert.True(salad.Ask(A) is { Done: true, Reason: EndReason.Completed });
        Assert.Equal("\"0.1\"", salad.Tasks[0].Result);
    }

    [Fact]
    public void The_first_valid_result_wins_and_the_same_again_is_answered_so()
    {
        TestSalad salad = Make(SaladPolicy.Robust, Task(), Task()).Hello(A, B);
        salad.Get(A);
        salad.At(11).Tick();
        salad.Do(B);
        Assert.Equal((0, 2), (salad.Get(B).Task.Id, salad.Tasks[0].Attempt));

        Assert.Equal(Verdict.LateAccepted, salad.Accept(A, 0, 1));
        Assert.Equal(Verdict.AlreadyAccepted, salad.Accept(A, 0, 1));
        Assert.Equal(Verdict.Superseded, salad.Accept(B, 0, 2));
        Assert.Equal(Verdict.Unknown, salad.Accept(B, 0, 7));
        Assert.Equal("\"0.1\"", salad.Tasks[0].Result);
    }

    [Fact]
    public void A_shared_value_is_kept_for_the_tasks_that_name_it()
    {
        TestSalad salad = Make(SaladPolicy.Robust, Task()).Hello(A);
        salad.Do(A);

        Assert.True(salad.Share("script", "1"));
        Assert.True(salad.Share("script", "1"));
        Assert.False(salad.Share("script", "2"));
        Assert.Equal("1", salad.Shared("script"));
        Assert.Null(salad.Shared("other"));
        Assert.Throws<ArgumentException>(() => salad.Add("bad", Task() with { Shared = "other" }));
        Assert.Equal(1, salad.Add("good", Task() with { Shared = "script" }));
        Assert.Equal("script", salad.Get(A).Task.Shared);
    }

    [Theory]
    [InlineData(LateResult.Discard, Verdict.Superseded)]
    [InlineData(LateResult.CreditHolder, Verdict.LateAccepted)]
    public void A_late_result_is_worth_what_the_policy_says(LateResult policy, Verdict expected)
    {
        TestSalad salad = Make(SaladPolicy.Robust with { LateResult = policy }, Task(), Task()).Hello(A, B);
        salad.Get(A);
        salad.At(11).Tick();
        salad.Ask(B, 2);

        Assert.Equal(expected, salad.Accept(A, 0, 1));
    }

    [Fact]
    public void A_lease_lasts_as_long_as_it_is_renewed_and_no_longer()
    {
        TestSalad salad = Make(SaladPolicy.Robust, Task()).Hello(A, B);
        salad.Get(A);
        Assert.Empty(salad.At(9).Renew(A, new HeldTask(0, 1)));
        salad.At(18.9).Tick();
        Assert.Equal(TaskState.Leased, salad.State(0));

        salad.At(19).Tick();

        Assert.Equal(TaskState.Ready, salad.State(0));
        Assert.Equal(new HeldTask(0, 1), Assert.Single(salad.Renew(A, new HeldTask(0, 1))));
        Assert.Equal(2, salad.Get(B).Attempt);
    }

    [Fact]
    public void Who_is_sent_home_keeps_what_it_holds_and_gets_nothing_more()
    {
        TestSalad salad = Make(SaladPolicy.Robust, Many(3)).Hello(A, B);
        Grant held = salad.Get(A);
        Assert.False(salad.RenewAll(A, new HeldTask(0, 1)).Drain);

        Assert.Equal(1, salad.Dismiss(A, A, C));

        RenewOutcome told = salad.RenewAll(A, new HeldTask(0, 1));
        Assert.True(told.Drain);
        Assert.Empty(told.Lost);
        Assert.Equal(Verdict.Accepted, salad.Accept(A, held.Task.Id, held.Attempt));
        Assert.True(salad.Ask(A, 9) is { Done: true, Reason: EndReason.None, Grants: [] });
        Assert.False(salad.RenewAll(B).Drain);
        Assert.Equal(1, salad.Get(B).Task.Id);
        Assert.Single(salad.Events, e => e.Kind == EventKind.WorkerDismissed);
    }

    [Fact]
    public void The_same_question_gets_the_same_leases()
    {
        TestSalad salad = Make(SaladPolicy.Robust, Many(4)).Hello(A);
        Claim claim = salad.Ask(A, 1, 2);

        Claim again = salad.Ask(A, 1, 2);

        Assert.Equal(claim.Grants.Select(grant => grant.Task.Id), again.Grants.Select(grant => grant.Task.Id));
        Assert.Equal(2, salad.Snapshot.Counts.Leased);
        Assert.Empty(salad.Ask(A, 0, 2).Grants);
    }

    [Fact]
    public void The_same_addition_is_made_once()
    {
        TestSalad salad = MakeOpen(Task());

        Assert.Equal(1, salad.Add("more", Task(), Task()));
        Assert.Equal(1, salad.Add("more", Task(), Task()));

        Assert.Equal(3, salad.Tasks.Count);
    }

    [Fact]
    public void Tasks_that_depend_on_later_ones_are_refused_as_a_whole()
    {
        TestSalad salad = MakeOpen(Task());

        Assert.Throws<ArgumentException>(() => salad.Add("bad", Task(), Task("kiwi", 1, 7)));

        Assert.Equal(1, salad.Add("good", Task()));
        Assert.Equal(2, salad.Tasks.Count);
    }

    [Fact]
    public void A_result_brings_its_children_along()
    {
        TestSalad salad = Make(SaladPolicy.Robust, Task()).Hello(A);
        salad.Get(A);

        Assert.Equal(Verdict.Accepted, salad.Accept(A, 0, 1, Task("kiwi"), Task("jus", 2, 1)));

        Assert.Equal([TaskState.Done, TaskState.Ready, TaskState.Blocked], salad.Tasks.Select(task => task.State));
        Assert.Equal([1], salad.Tasks[2].Task.DependsOn);
    }

    [Fact]
    public void A_failing_task_dies_at_its_cap_and_a_restart_reopens_the_salad()
    {
        TestSalad salad = Make(SaladPolicy.Robust with { MaxAttempts = 2 }, Task("pêche")).Hello(A);
        salad.Get(A);
        Assert.Equal(LeaseOutcome.Requeued, salad.Fail(A, 0, 1, "mûre"));
        salad.Get(A);
        Assert.Equal(LeaseOutcome.Dead, salad.Fail(A, 0, 2, "pourrie"));
        Assert.Equal((EndReason.Failed, "pourrie"), (salad.Snapshot.EndReason, salad.Tasks[0].LastError));

        Assert.Equal(1, salad.Restart(0, 5));
        salad.Do(A);

        Assert.Equal((2, EndReason.Completed), (salad.Snapshot.Round, salad.Snapshot.EndReason));
        Assert.Equal(3, salad.Tasks[0].Attempt);
    }

    [Fact]
    public void What_is_held_goes_back_when_its_holder_is_gone()
    {
        TestSalad salad = Make(SaladPolicy.Robust, Many(3)).Hello(A, B);
        salad.Ask(A, 2);
        salad.Disconnect(A);
        salad.At(1).Hello(A);
        salad.At(5).Tick();
        Assert.Equal(2, salad.Snapshot.Counts.Leased);

        salad.Release(A, new HeldTask(1, 1));
        Assert.Equal(1, salad.Snapshot.Counts.Leased);
        salad.Disconnect(A, exited: true);

        Assert.Equal(0, salad.Snapshot.Counts.Leased);
        salad.Ask(B, 3);
        salad.Goodbye(B);
        Assert.Equal(3, salad.Snapshot.Counts.Ready);
        Assert.Equal([WorkerState.Lost, WorkerState.Left], salad.Snapshot.Workers.Select(worker => worker.State));
    }

    [Fact]
    public void Nothing_is_handed_out_before_all_are_there()
    {
        TestSalad salad = Make(new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust, ExpectWorkers = 2 }, Task());
        salad.Hello(A);
        Assert.Empty(salad.Ask(A).Grants);

        salad.At(1).Hello(B);

        Assert.True(salad.LastEffect.WakeAll);
        Assert.Equal(Seconds(1), salad.Snapshot.StartedAt);
        salad.Get(A);
    }

    [Fact]
    public void A_salad_that_nobody_comes_to_ends_and_one_that_is_awaited_does_not()
    {
        TestSalad salad = Make(SaladPolicy.Robust, Task());
        salad.At(25).Announce(A);
        salad.At(31).Tick();
        Assert.Equal(EndReason.None, salad.Snapshot.EndReason);

        salad.At(56).Tick();

        Assert.Equal(EndReason.Idle, salad.Snapshot.EndReason);
    }

    [Fact]
    public void A_stopped_salad_waits_for_its_leases_and_seals_itself()
    {
        TestSalad salad = Make(SaladPolicy.Robust, Many(2)).Hello(A);
        salad.Get(A);
        salad.Stop();
        Assert.True(salad.Ask(A) is { Done: true, Reason: EndReason.Stopped });
        Assert.Equal(EndReason.None, salad.Snapshot.EndReason);
        salad.Stop(force: true);

        Assert.Equal(EndReason.Stopped, salad.Snapshot.EndReason);
        Assert.Equal(Verdict.Closed, salad.Accept(A, 0, 1));
    }

    [Fact]
    public void What_is_closed_takes_no_more_until_it_has_ended()
    {
        TestSalad salad = MakeOpen(Task()).Hello(A);
        salad.Close();
        Assert.Null(salad.Add("late", Task()));
        salad.Do(A);

        Assert.Equal(1, salad.Add("next round", Task()));
        Assert.Equal(2, salad.Snapshot.Round);
    }

    [Fact]
    public void Refusals_are_events_and_touch_nothing()
    {
        TestSalad salad = Make(SaladPolicy.Robust, Task()).Hello(A);

        salad.Refuse(A, "non");

        Assert.Equal(("non", 1), (salad.Events[^1].Detail, salad.Snapshot.Counts.Ready));
    }

    [Fact]
    public void Random_histories_are_the_same_as_in_memory()
    {
        int first = Given("SALAD_TEST_FIRST_HISTORY", 0);
        for (int seed = first; seed < first + Histories; seed++)
        {
            Compare(seed, new RandomHistory(seed, Place.Make));
            if ((seed + 1) % 1000 == 0)
            {
                TestContext.Current.SendDiagnosticMessage($"{seed + 1 - first} of {Histories} histories are the same.");
            }
        }
    }

    /// <summary>How many random histories, or as SALAD_TEST_HISTORIES says: 100000, say, for a longer look.</summary>
    protected static int Histories => Given("SALAD_TEST_HISTORIES", 2_000);

    /// <summary>How many commands each has.</summary>
    protected const int Commands = 40;

    /// <summary>Runs a history, and the same one in memory.</summary>
    private protected void Compare(int seed, RandomHistory history)
    {
        string expected = new RandomHistory(seed).Run(Commands).Trace;
        string trace = history.Run(Commands).Trace;
        Assert.True(expected == trace, $"Seed {seed}: {Environment.NewLine}{expected}{Environment.NewLine}{trace}");
        Place.Close();
    }

    private static int Given(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out int given) ? given : usual;

    private TestSalad Make(SaladPolicy policy, params NewTask[] tasks) =>
        Make(new SaladSettings { Id = Guid.NewGuid(), Policy = policy }, tasks);

    private TestSalad MakeOpen(params NewTask[] tasks) =>
        Make(new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust, KeepOpen = true }, tasks);

    private TestSalad Make(SaladSettings settings, params NewTask[] tasks) => Place.Make(settings, tasks);
}
