using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.Store;

/// <summary>Tasks that several distinct workers do: the majority is accepted, and whoever answered otherwise is named.</summary>
public class QuorumTests
{
    private static readonly WorkerId D = TestSalad.Worker(4);
    private static readonly SaladPolicy TwoOfThree = SaladPolicy.Robust with { Replicas = 3, Quorum = 2 };

    [Fact]
    public void A_task_goes_to_distinct_workers_under_leases_of_their_own()
    {
        TestSalad salad = Of(TwoOfThree);

        Assert.Equal([1], salad.Ask(A, 9).Grants.Select(grant => grant.Attempt));
        Assert.Empty(salad.Ask(A, 9).Grants);
        Assert.Equal([2], salad.At(4).Ask(B, 9).Grants.Select(grant => grant.Attempt));
        Assert.Equal((1, 1, TaskState.Leased), (salad.Snapshot.Counts.Total, salad.Snapshot.Counts.Leased, salad.State(0)));
        salad.At(10).Tick();
        Assert.Equal(
            [TaskState.Ready, TaskState.Leased, TaskState.Ready], salad.Tasks[0].Replicas.Select(replica => replica.State));
        Assert.Equal(3, salad.Get(A).Attempt);
    }

    [Fact]
    public void The_majority_is_accepted_and_the_liar_is_named()
    {
        TestSalad salad = Of(TwoOfThree);
        salad.Get(A);
        salad.Get(B);
        salad.Get(C);

        Assert.Equal(Verdict.Compared, Answer(salad, A, 1, "right"));
        Assert.Equal(Verdict.Compared, Answer(salad, B, 2, "wrong"));
        Assert.Equal(Verdict.Accepted, Answer(salad, C, 3, "right"));

        Assert.Equal(("\"right\"", EndReason.Completed), (salad.Tasks[0].Result, salad.Snapshot.EndReason));
        Assert.Equal([(1, 0), (0, 1), (1, 0)], salad.Snapshot.Workers.Select(worker => (worker.Accepted, worker.Disagreed)));
        Assert.Equal((B, 2), Assert.Single(salad.Events.Where(e => e.Kind == EventKind.Disagreed).Select(e => (e.Worker, e.Replica))));
        Assert.Equal([true, false, true], salad.Tasks[0].Replicas.Select(replica => replica.Agrees));
    }

    [Theory]
    [InlineData("right", 0)]
    [InlineData("wrong", 1)]
    public void After_the_decision_the_last_answer_is_awaited_and_compared(string last, int disagreed)
    {
        TestSalad salad = Of(TwoOfThree);
        salad.Get(A);
        salad.Get(B);
        Answer(salad, A, 1, "right");
        Answer(salad, B, 2, "right");
        Assert.Equal((TaskState.Done, EndReason.None), (salad.State(0), salad.Snapshot.EndReason));

        Assert.Equal(3, salad.Get(C).Attempt);
        Assert.Equal(Verdict.Compared, Answer(salad, C, 3, last));
        Assert.Equal((EndReason.Completed, disagreed), (salad.Snapshot.EndReason, salad.Snapshot.Workers[2].Disagreed));
    }

    [Fact]
    public void An_answer_that_nobody_comes_to_give_is_not_awaited_longer_than_a_lease()
    {
        TestSalad salad = Of(TwoOfThree);
        salad.Get(A);
        salad.Get(B);
        Answer(salad, A, 1, "right");
        Answer(salad, B, 2, "right");
        Assert.Equal(Seconds(10), salad.LastEffect.NextDue);

        salad.At(10).Tick();

        Assert.Equal((EndReason.Completed, 1), (salad.Snapshot.EndReason, salad.Count(EventKind.Spared)));
    }

    [Fact]
    public void A_worker_that_dies_over_an_answer_that_is_not_needed_requeues_nothing()
    {
        TestSalad salad = Of(TwoOfThree);
        salad.Get(A);
        salad.Get(B);
        salad.Get(C);
        Answer(salad, A, 1, "right");
        Answer(salad, B, 2, "right");

        salad.Disconnect(C, exited: true);

        Assert.Equal(EndReason.Completed, salad.Snapshot.EndReason);
    }

    [Fact]
    public void Where_answers_differ_more_workers_are_asked_and_then_nobody()
    {
        TestSalad salad = Of(TwoOfThree with { Replicas = 2, MaxReplicas = 3 }, D);
        salad.Get(A);
        salad.Get(B);
        Answer(salad, A, 1, "1");
        Answer(salad, B, 2, "2");
        Assert.Equal((TaskState.Ready, 3), (salad.State(0), salad.Tasks[0].Replicas.Count));
        salad.Get(C);
        Answer(salad, C, 3, "3");

        Assert.Equal((TaskState.Dead, EndReason.Failed), (salad.State(0), salad.Snapshot.EndReason));
        Assert.Equal("Of 3 answers no 2 are equal.", salad.Tasks[0].LastError);

        salad.Restart(0);
        Assert.Equal([4, 5], new[] { salad.Get(A), salad.Get(B) }.Select(grant => grant.Attempt));
        Answer(salad, A, 4, "1");
        Assert.Equal(Verdict.Accepted, Answer(salad, B, 5, "1"));
    }

    [Fact]
    public void A_vote_is_by_distinct_workers_even_with_a_late_answer()
    {
        TestSalad salad = Of(TwoOfThree);
        salad.Get(A);
        salad.At(10).Tick();
        Assert.Equal(2, salad.Get(A).Attempt);

        Assert.Equal(Verdict.Compared, Answer(salad, A, 2, "right"));
        Assert.Equal(Verdict.Superseded, Answer(salad, A, 1, "right"));
        Assert.Equal(Verdict.AlreadyAccepted, Answer(salad, A, 2, "right"));
        Assert.Equal(Verdict.Unknown, Answer(salad, B, 1, "right"));
        Assert.NotEqual(TaskState.Done, salad.State(0));
    }

    [Fact]
    public void A_late_answer_takes_its_place_from_whoever_has_it_now()
    {
        TestSalad salad = Of(TwoOfThree);
        salad.Get(A);
        salad.At(10).Get(B);
        salad.Get(C);
        Assert.Equal(Verdict.Compared, Answer(salad, A, 1, "right"));
        Answer(salad, B, 2, "right");
        Answer(salad, C, 3, "right");

        Assert.Equal(EndReason.Completed, salad.At(21).Snapshot.EndReason == EndReason.None ? End(salad) : salad.Snapshot.EndReason);
    }

    [Fact]
    public void Attempts_and_failures_are_counted_over_the_whole_task()
    {
        TestSalad salad = Of(TwoOfThree with { MaxAttempts = 2 });
        salad.Get(A);
        salad.Get(B);
        Assert.Equal(LeaseOutcome.Requeued, salad.Fail(A, 0, 1));
        Assert.Equal(LeaseOutcome.Dead, salad.Fail(B, 0, 2));

        Assert.Equal((TaskState.Dead, EndReason.Failed), (salad.State(0), salad.Snapshot.EndReason));
    }

    [Fact]
    public void Children_enter_once_and_with_the_accepted_answer()
    {
        TestSalad salad = Of(TwoOfThree with { Replicas = 2 });
        salad.Get(A);
        salad.Get(B);

        Assert.Equal(Verdict.Compared, salad.Accept(A, new ResultEntry(0, 1, "1") { Children = [Task("child")] }));
        Assert.Single(salad.Tasks);
        Assert.Equal(Verdict.Accepted, salad.Accept(B, new ResultEntry(0, 2, " 1.0 ") { Children = [Task("child")] }));
        Assert.Equal(["pomme", "child"], salad.Tasks.Select(task => task.Task.Name));
        Assert.Equal(2, salad.Tasks[1].Replicas.Count);
    }

    [Fact]
    public void Everybody_is_woken_for_a_replica_that_not_everybody_may_take()
    {
        TestSalad salad = Of(TwoOfThree);
        salad.Get(A);
        salad.Fail(A, 0, 1);

        Assert.True(salad.LastEffect.WakeAll);
    }

    [Fact]
    public void A_stop_waits_for_answers_under_way_and_for_no_others()
    {
        TestSalad salad = Of(TwoOfThree);
        salad.Get(A);
        salad.Get(B);
        Answer(salad, A, 1, "right");
        Answer(salad, B, 2, "right");
        salad.Stop();

        Assert.Equal(EndReason.Completed, salad.Snapshot.EndReason);
    }

    [Theory]
    [InlineData(0, 1, LateResult.FirstValid)]
    [InlineData(3, 0, LateResult.FirstValid)]
    [InlineData(1, 4, LateResult.FirstValid)]
    [InlineData(3, 2, LateResult.CreditHolder)]
    public void Contradictions_are_refused(int replicas, int quorum, LateResult late) => Assert.Throws<ArgumentException>(
        () => Of(SaladPolicy.Robust with { Replicas = replicas, Quorum = quorum, LateResult = late }));

    [Theory]
    [InlineData(2, 1, 3, 0, true)]
    [InlineData(1, 2, 3, 0, false)]
    [InlineData(1, 1, 3, 0, false)]
    [InlineData(1, 0, 3, 1, false)]
    [InlineData(1, 0, 8, 1, false)]
    [InlineData(1, 0, 9, null, false)]
    [InlineData(0, 0, 8, null, false)]
    public void A_vote_is_decided_open_or_hopeless(int best, int live, int made, int? missing, bool decided)
    {
        var tally = new Tally(best, live, made);

        Assert.Equal((missing, decided), (QuorumRules.Missing(tally, TwoOfThree), QuorumRules.IsDecided(tally, TwoOfThree)));
    }

    [Theory]
    [InlineData("{\"a\":1,\"b\":[2]}", "{ \"b\": [2.00], \"a\": 1e0 }", true)]
    [InlineData("\"p\\u00eache\"", "\"pêche\"", true)]
    [InlineData("[1,2]", "[2,1]", false)]
    [InlineData("null", null, true)]
    [InlineData("1", "\"1\"", false)]
    [InlineData("no json", "no json", true)]
    [InlineData("1e400", "1e401", false)]
    public void Equal_results_have_one_digest(string left, string? right, bool equal) =>
        Assert.Equal(equal, ResultDigest.Of(new ResultEntry(0, 1, left)) == ResultDigest.Of(new ResultEntry(5, 2, right)));

    [Fact]
    public void A_lie_in_the_new_tasks_is_another_answer()
    {
        var honest = new ResultEntry(0, 1, "1") { Children = [Task("child")] };

        Assert.NotEqual(ResultDigest.Of(honest), ResultDigest.Of(honest with { Children = [Task("cuckoo")] }));
    }

    private static TestSalad Of(SaladPolicy policy, params WorkerId[] more) =>
        new TestSalad(policy, Task()).Hello([A, B, C, .. more]);

    private static EndReason End(TestSalad salad)
    {
        salad.Tick();
        return salad.Snapshot.EndReason;
    }

    private static Verdict Answer(TestSalad salad, WorkerId worker, int attempt, string text) =>
        salad.Accept(worker, new ResultEntry(0, attempt, $"\"{text}\""));
}
