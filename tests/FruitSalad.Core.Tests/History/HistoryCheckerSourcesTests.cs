using FruitSalad.History;
using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;
using static FruitSalad.Tasks.EventKind;

namespace FruitSalad.Core.Tests.History;

/// <summary>What events alone cannot show: answers, states, memories of workers and owners, and the end of watching.</summary>
public class HistoryCheckerSourcesTests
{
    private static readonly WorkerIntroduction Name = new("A", 0, "here");

    [Theory]
    [InlineData(EndReason.Completed)]
    [InlineData(EndReason.Stopped)]
    [InlineData(EndReason.None)]
    public void S7_nobody_is_sent_home_before_the_end(EndReason reason)
    {
        HistoryChecker checker = HistoryScript.Of(1).Observe();

        checker.ObserveAnswer(A, new Claim([], true, reason));

        Only("S7", checker);
    }

    [Fact]
    public void S7_whoever_is_told_the_truth_may_go_home()
    {
        var answer = new Claim([], true, EndReason.Completed);
        HistoryChecker ended = HistoryScript.Of(1).Do(0, A).Ended(EndReason.Completed).Observe();
        HistoryChecker stopping = HistoryScript.Of(1).Then(Stopping).Observe();
        HistoryChecker drained = HistoryScript.Of(1, SaladPolicy.Basic).Leased(Granted, 0, 1, A).Observe();

        ended.ObserveAnswer(B, answer);
        stopping.ObserveAnswer(B, answer with { Reason = EndReason.Stopped });
        drained.ObserveAnswer(B, answer with { Reason = EndReason.None });
        drained.ObserveAnswer(B, Claim.Wait);

        Assert.All([ended, stopping, drained], checker => Assert.Empty(checker.Violations));
        ended.ObserveAnswer(B, answer with { Reason = EndReason.Failed });
        Only("S7", ended);
    }

    [Fact]
    public void S2_an_end_that_nobody_announced_is_missed()
    {
        Only("S2", HistoryScript.Of(1).Do(0, A).Finish());
        Only("S2", HistoryScript.Of(1).Then(Stopping).Finish());
        Assert.Empty(HistoryScript.Of(2).Do(0, A).Finish().Violations);
        Assert.Empty(HistoryScript.Of(2).Leased(Granted, 0, 1, A).Then(Stopping).Finish().Violations);
    }

    [Fact]
    public void L1_what_a_healthy_worker_could_have_done_is_done()
    {
        HistoryScript script = HistoryScript.Of(2).Do(0, A).At(30).Ended(EndReason.Idle);
        var end = new HistoryEnd { At = Seconds(60), HealthyWorker = true };

        Only("L1", script.Finish(end));
        Assert.Empty(script.Finish(end with { HealthyWorker = false }).Violations);
        Assert.Empty(HistoryScript.Of(1, SaladPolicy.Basic).Leased(Granted, 0, 1, A).Finish(end).Violations);
        Assert.Empty(HistoryScript.Of(1).Do(0, A).Ended(EndReason.Completed).Finish(end).Violations);
    }

    [Fact]
    public void L1_a_task_whose_dependencies_are_done_does_not_stay_blocked()
    {
        HistoryScript script = new HistoryScript(SaladPolicy.Robust).Add(0).Add(1, 0).Then(WorkerJoined, A).Do(0, A);

        Only("L1", script.Finish(new HistoryEnd { At = Seconds(5), HealthyWorker = true }));
    }

    [Fact]
    public void L2_a_lease_does_not_outlive_its_deadline_unnoticed()
    {
        HistoryScript script = HistoryScript.Of(1).Leased(Granted, 0, 1, A);

        Assert.Empty(script.Finish(new HistoryEnd { At = Seconds(10) }).Violations);
        Assert.Empty(script.Finish(new HistoryEnd { At = Seconds(11), Slack = Seconds(1) }).Violations);
        Only("L2", script.Finish(new HistoryEnd { At = Seconds(12), Slack = Seconds(1) }));
    }

    [Fact]
    public void L3_when_nobody_is_left_it_ends()
    {
        HistoryScript present = HistoryScript.Of(1);
        HistoryScript gone = HistoryScript.Of(1).At(1).Then(WorkerLeft, A).Then(WorkerDisconnected, B);
        var end = new HistoryEnd { At = Seconds(40) };

        Only("L3", gone.Finish(end));
        Assert.Empty(gone.Finish(end with { At = Seconds(31) }).Violations);
        Assert.Empty(present.Finish(end).Violations);
        Assert.Empty(present.Finish(end with { LastSignOfLife = Seconds(20) }).Violations);
        Only("L3", present.Finish(end with { LastSignOfLife = Seconds(5) }));
    }

    [Fact]
    public void S3_and_S14_the_store_stands_where_its_events_say()
    {
        HistoryScript script = HistoryScript.Of(2).Leased(Granted, 0, 1, A);
        var counts = default(TaskCounts);
        counts.Enter(TaskState.Ready);
        TaskCounts lost = counts;
        counts.Enter(TaskState.Leased);
        TaskCounts moved = lost;
        moved.Enter(TaskState.Ready);
        var workers = new[] { Worker(A, WorkerState.Working, 0), Worker(B, WorkerState.Waiting) };
        var right = new SaladSnapshot
        {
            Counts = counts, Closed = true, Round = 1, StartedAt = TimeSpan.Zero, Workers = workers, Events = 7,
        };

        Assert.Null(Caught(script, right));
        Assert.Equal("S3", Caught(script, right with { Counts = lost }));
        Assert.Equal("S14", Caught(script, right with { Counts = moved }));
        Assert.Equal("S14", Caught(script, right with { Closed = false }));
        Assert.Equal("S14", Caught(script, right with { EndReason = EndReason.Idle }));
        Assert.Equal("S14", Caught(script, right with { EndedAt = Seconds(1) }));
        Assert.Equal("S14", Caught(script, right with { StartedAt = null }));
        Assert.Equal("S14", Caught(script, right with { Round = 2 }));
        Assert.Equal("S14", Caught(script, right with { Events = 8 }));
        Assert.Equal("S14", Caught(script, right with { Workers = [Worker(A, WorkerState.Working, 1), workers[1]] }));
        Assert.Equal("S14", Caught(script, right with { Workers = [workers[0], Worker(B, WorkerState.Away)] }));
        Assert.Equal("S14", Caught(script, right with { Workers = [Worker(C, WorkerState.Waiting)] }));
    }

    [Fact]
    public void S3_and_S14_each_task_stands_where_its_events_say()
    {
        HistoryScript script = HistoryScript.Of(1).Leased(Granted, 0, 1, A);
        TaskSnapshot right = Snapshot(0, TaskState.Leased, 1, A, 10);

        Assert.Null(Caught(script, right));
        Assert.Equal("S3", Caught(script));
        Assert.Equal("S14", Caught(script, right with { State = TaskState.Ready }));
        Assert.Equal("S14", Caught(script, right with { Attempt = 2 }));
        Assert.Equal("S14", Caught(script, right with { Worker = B }));
        Assert.Equal("S14", Caught(script, right with { Deadline = Seconds(9) }));
    }

    [Fact]
    public void S8_an_acknowledged_result_survives() =>
        Assert.Equal("S8", Caught([Acknowledged("M1")], Snapshot(0, TaskState.Ready)));

    [Fact]
    public void S13_an_accepted_result_never_changes()
    {
        TaskSnapshot kept = Snapshot(0, TaskState.Done) with { Result = "1" };

        Assert.Null(Caught([Acknowledged("M1")], kept));
        Assert.Equal("S13", Caught([Acknowledged("M1")], kept with { Result = "2" }));
    }

    [Fact]
    public void S10_two_masters_never_accept_different_results()
    {
        TaskSnapshot kept = Snapshot(0, TaskState.Done) with { Result = "1" };
        AcknowledgedResult repeated = Acknowledged("M2") with { Verdict = Verdict.AlreadyAccepted };

        Assert.Null(Caught([Acknowledged("M1"), repeated], kept));
        Assert.Equal("S1", Caught([Acknowledged("M1"), Acknowledged("M1")], kept));
        Assert.Equal("S10", Caught([Acknowledged("M1"), Acknowledged("M2") with { Result = "2" }], kept));
    }

    [Fact]
    public void S12_an_acknowledged_task_is_never_lost()
    {
        HistoryChecker checker = HistoryScript.Of(3).Observe();
        checker.CheckAdditions([new AcknowledgedAddition("kept", 1, 2)]);
        Assert.Empty(checker.Violations);

        checker.CheckAdditions([new AcknowledgedAddition("lost", 2, 2)]);
        Only("S12", checker);
    }

    private static void Only(string invariant, HistoryChecker checker) =>
        Assert.Equal(invariant, Assert.Single(checker.Violations).Invariant);

    private static string? Caught(HistoryScript script, SaladSnapshot snapshot)
    {
        HistoryChecker checker = script.Observe();
        checker.CheckState(snapshot);
        return checker.Violations.SingleOrDefault()?.Invariant;
    }

    private static string? Caught(HistoryScript script, params TaskSnapshot[] tasks)
    {
        HistoryChecker checker = script.Observe();
        checker.CheckState(tasks);
        return checker.Violations.SingleOrDefault()?.Invariant;
    }

    private static string? Caught(AcknowledgedResult[] acknowledged, TaskSnapshot task)
    {
        HistoryChecker checker = HistoryScript.Of(1).Observe();
        checker.CheckResults(acknowledged, [task]);
        return checker.Violations.SingleOrDefault()?.Invariant;
    }

    private static AcknowledgedResult Acknowledged(string master) => new(master, A, 0, 1, Verdict.Accepted, "1");

    private static WorkerSnapshot Worker(WorkerId id, WorkerState state, params int[] held) =>
        new(id, Name, state, held, 0, default, default);

    private static TaskSnapshot Snapshot(
        int id, TaskState state, int attempt = 0, WorkerId worker = default, double? deadline = null) => new(
        new SaladTask(id, "pomme", default), state, attempt, worker, null,
        deadline is { } at ? Seconds(at) : null, null, null);
}
