using FruitSalad.History;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;
using static FruitSalad.Tasks.EventKind;

namespace FruitSalad.Core.Tests.History;

/// <summary>Each history is broken by hand in one place, and caught there, by that invariant and no other.</summary>
public class HistoryCheckerTests
{
    private static readonly SaladPolicy Twice = SaladPolicy.Robust with { MaxAttempts = 2 };
    private static readonly SaladPolicy Patient = SaladPolicy.Robust with { RetryDelay = Seconds(4) };
    private static readonly SaladPolicy RunLimit = SaladPolicy.Robust with { RunLimit = Seconds(5) };

    /// <summary>The invariant, and histories whose last event breaks it. Each is right without that event.</summary>
    private static readonly (string Invariant, string What, HistoryScript Broken)[] Cases =
    [
        ("S1", "accepted twice", HistoryScript.Of(2).Do(0, A).Then(Accepted, 0, 1, A)),
        ("S1", "late after accepted", Expired(2).Leased(Granted, 0, 2, B).Then(LateAccepted, 0, 1, A).Then(Accepted, 0, 2, B)),
        ("S2", "announced twice", HistoryScript.Of(1).Do(0, A).Ended(EndReason.Completed).Ended(EndReason.Completed)),
        ("S2", "complete with a fruit missing", HistoryScript.Of(2).Do(0, A).Ended(EndReason.Completed)),
        ("S2", "complete before the last result", HistoryScript.Of(1).Leased(Granted, 0, 1, A).Ended(EndReason.Completed)),
        ("S2", "failed with nothing dead", HistoryScript.Of(1).Ended(EndReason.Failed)),
        ("S2", "idle too early", HistoryScript.Of(1).At(29.9).Ended(EndReason.Idle)),
        ("S2", "idle without a limit", HistoryScript.Of(1, Twice with { IdleLimit = null }).At(99).Ended(EndReason.Idle)),
        ("S2", "stopped by nobody", HistoryScript.Of(1).Ended(EndReason.Stopped)),
        ("S2", "stopped over a lease", HistoryScript.Of(1).Leased(Granted, 0, 1, A).Then(Stopping).Ended(EndReason.Stopped)),
        ("S2", "no reason", HistoryScript.Of(0).Then(Ended, detail: "tired")),
        ("S2", "granted after the stop", HistoryScript.Of(1).Then(Stopping).Leased(Granted, 0, 1, A)),
        ("S2", "granted after the end", HistoryScript.Of(1).At(30).Ended(EndReason.Idle).Leased(Granted, 0, 1, A)),
        ("S2", "accepted after the end", ForcedStop().Then(Accepted, 0, 1, A)),
        ("S2", "reopened before the end", HistoryScript.Of(1).Then(Reopened)),
        ("S3", "granted though dead", Dead().Leased(Granted, 0, 3, A)),
        ("S3", "unblocked though ready", HistoryScript.Of(1).Task(Unblocked, 0)),
        ("S3", "restarted though ready", HistoryScript.Of(1).Task(Restarted, 0)),
        ("S3", "died under its lease", HistoryScript.Of(1).Leased(Granted, 0, 1, A).Then(Died, 0, 1, A)),
        ("S3", "begun twice", HistoryScript.Of(1).Leased(Granted, 0, 1, A).Then(Started, 0, 1, A, 10)),
        ("S4", "two leases at once", HistoryScript.Of(1).Leased(Granted, 0, 1, A).Leased(Granted, 0, 2, B)),
        ("S4", "the same attempt again", Expired(1).Leased(Granted, 0, 1, B)),
        ("S4", "an attempt left out", HistoryScript.Of(1).Leased(Granted, 0, 2, A)),
        ("S5", "a superseded renewal", Expired(1).Leased(Granted, 0, 2, B).Leased(Renewed, 0, 1, A)),
        ("S5", "a superseded failure", Expired(1).Leased(Granted, 0, 2, B).Then(Failed, 0, 1, A)),
        ("S5", "a superseded release", Expired(1).Leased(Granted, 0, 2, B).Then(Released, 0, 1, A)),
        ("S5", "a superseded expiry", Expired(1).Then(EventKind.Expired, 0, 1, A)),
        ("S5", "a superseded result, as if it were not", Expired(1).Leased(Granted, 0, 2, B).Then(Accepted, 0, 1, A)),
        ("S5", "a late result under Discard", Expired(1, LateResult.Discard).Leased(Granted, 0, 2, B).Then(LateAccepted, 0, 1, A)),
        ("S5", "a credit to nobody", Expired(1, LateResult.CreditHolder).Then(LateAccepted, 0, 1, A)),
        ("S5", "somebody else's renewal", HistoryScript.Of(1).Leased(Granted, 0, 1, A).Leased(Renewed, 0, 1, B)),
        ("S6", "granted before its dependency", Blocked().Leased(Granted, 1, 1, A)),
        ("S6", "unblocked before its dependency", Blocked().Leased(Granted, 0, 1, A).Task(Unblocked, 1)),
        ("S6", "granted before its time", Asking(new TaskOptions { Delay = Seconds(5) }, 5).At(4).Leased(Granted, 0, 1, A)),
        ("S6", "unblocked before its time", Asking(new TaskOptions { Delay = Seconds(5) }, 5).At(4).Task(Unblocked, 0)),
        ("S6", "granted without the wait after a failure", HistoryScript.Of(1, Patient).Fail(1).Leased(Granted, 0, 2, A)),
        ("S6", "too short a wait after a failure", HistoryScript.Of(1, Patient).Fail(1).Then(Delayed, 0, 1, A, 3)),
        ("S6", "the second wait as short as the first", HistoryScript.Of(1, Patient).Fail(1).Then(Delayed, 0, 1, A, 4).At(4).Task(Unblocked, 0).Fail(2).Then(Delayed, 0, 2, A, 8)),
        ("S6", "granted to who does not offer its label", Asking(new TaskOptions { Labels = ["gpu"] }).Leased(Granted, 0, 1, A)),
        ("S4", "two replicas to one worker", Vote().Replica(Granted, 1, 1, A).Replica(Granted, 2, 2, A)),
        ("S4", "a replica to who has answered", Vote().Answer(1, A, "x").Replica(Granted, 2, 2, A)),
        ("S4", "accepted without a quorum", Vote().Answer(1, A, "x").Answer(2, B, "y").Then(Accepted, 0, 2, B)),
        ("S4", "a replica where nobody asked for one", HistoryScript.Of(1).Replica(Replicated, 1)),
        ("S4", "a share handed out twice", Shared().Leased(Granted, 0, 1, A).Then(EventKind.WorkerLost, A).Then(Lost, 0, 1, A).Then(Granted, 0, 2, B)),
        ("S3", "spared before the decision", Vote().Replica(Spared, 3)),
        ("S13", "an answer of an attempt of another", Vote().Replica(Granted, 1, 1, A).Replica(Answered, 1, 1, B, "x")),
        ("S13", "named for the accepted answer", Decided().Replica(Disagreed, 2, 2, B)),
        ("S11", "a replica of a task that is done", Decided().Replica(Replicated, 4)),
        ("S15", "no quorum though somebody may still answer", Vote().Answer(1, A, "x").Answer(2, B, "y").Then(Died, detail: nameof(DeathCause.NoQuorum), task: 0)),
        ("L4", "more replicas than the limit", Vote().Replica(Replicated, 4)),
        ("S9", "expired early", HistoryScript.Of(1).Leased(Granted, 0, 1, A).At(9.999).Then(EventKind.Expired, 0, 1, A)),
        ("S9", "expired without a lease", HistoryScript.Of(1, SaladPolicy.Basic).Leased(Granted, 0, 1, A).At(99).Then(EventKind.Expired, 0, 1, A)),
        ("S9", "a lease too short", HistoryScript.Of(1).Then(Granted, 0, 1, A, 9)),
        ("S9", "a renewal too short", HistoryScript.Of(1).Leased(Granted, 0, 1, A).At(5).Then(Renewed, 0, 1, A, 10)),
        ("S9", "lost while connected", HistoryScript.Of(1).Leased(Granted, 0, 1, A).Then(Lost, 0, 1, A)),
        ("S9", "lost against the policy", HistoryScript.Of(1, SaladPolicy.Timeout).Leased(Granted, 0, 1, A).Then(WorkerLost, A).Then(Lost, 0, 1, A)),
        ("S11", "requeued though done", HistoryScript.Of(2).Do(0, A).Then(EventKind.Expired, 0, 1, A)),
        ("S11", "restarted though done", HistoryScript.Of(2).Do(0, A).Task(Restarted, 0)),
        ("S11", "granted though done", HistoryScript.Of(2).Do(0, A).Leased(Granted, 0, 2, B)),
        ("S12", "a number left out", HistoryScript.Of(1).Add(2)),
        ("S12", "a number given twice", HistoryScript.Of(2).Add(1)),
        ("S13", "never issued", HistoryScript.Of(1).Then(LateAccepted, 0, 1, A)),
        ("S13", "issued to another", HistoryScript.Of(1).Leased(Granted, 0, 1, A).Then(Accepted, 0, 1, B)),
        ("S13", "an attempt yet to come", Expired(1).Then(LateAccepted, 0, 2, A)),
        ("S14", "a task that nobody added", HistoryScript.Of(1).Leased(Granted, 7, 1, A)),
        ("S15", "dead too early", HistoryScript.Of(1, Twice).Leased(Granted, 0, 1, A).Then(Failed, 0, 1, A).Then(Died, 0, 1, A)),
        ("S15", "dead without a cap", Expired(1, Twice with { MaxAttempts = null }).Then(Died, 0, 1, A)),
        ("S15", "dead of a release", HistoryScript.Of(1, Twice with { MaxAttempts = 1 }).Leased(Granted, 0, 1, A).Then(Released, 0, 1, A).Then(Died, 0, 1, A)),
        ("S15", "dead of no results at all", HistoryScript.Of(1).Then(Died, detail: nameof(DeathCause.TooLarge), task: 0)),
        ("S15", "withdrawn after the end", HistoryScript.Of(1).At(30).Ended(EndReason.Idle).Then(Died, detail: nameof(DeathCause.Withdrawn), task: 0)),
        ("S11", "withdrawn though done", HistoryScript.Of(2).Do(0, A).Then(Died, detail: nameof(DeathCause.Withdrawn), task: 0)),
        ("S3", "withdrawn though dead", Dead().Then(Died, detail: nameof(DeathCause.Withdrawn), task: 0)),
        ("L2", "a lease past the task's own run limit", Asking(new TaskOptions { RunLimit = Seconds(5) }).Leased(Granted, 0, 1, A)),
        ("L2", "a lease for ever", HistoryScript.Of(1).Then(Granted, 0, 1, A)),
        ("L2", "a renewal past the run limit", HistoryScript.Of(1, RunLimit).Then(Granted, 0, 1, A, 5).At(2).Leased(Renewed, 0, 1, A)),
        ("L2", "alive at its deadline", HistoryScript.Of(1).Leased(Granted, 0, 1, A).At(10).Then(Accepted, 0, 1, A)),
        ("L2", "renewed at its deadline", HistoryScript.Of(1).Leased(Granted, 0, 1, A).At(10).Leased(Renewed, 0, 1, A)),
        ("L3", "idle while a lease lives", HistoryScript.Of(1, SaladPolicy.Robust with { Lease = Seconds(90) }).Leased(Granted, 0, 1, A).At(60).Ended(EndReason.Idle)),
        ("L3", "idle while nothing was to do yet", Asking(new TaskOptions { Delay = Seconds(99) }, 99).At(60).Ended(EndReason.Idle)),
        ("L4", "more attempts than the task's own cap", Asking(new TaskOptions { MaxAttempts = 1 }).Fail(1).Leased(Granted, 0, 2, A)),
        ("L4", "more attempts than the cap", HistoryScript.Of(1, Twice).Fail(1).Fail(2).Leased(Granted, 0, 3, A)),
    ];

    public static TheoryData<string, string> Names => [.. Cases.Select(c => (c.Invariant, c.What))];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_broken_history_is_caught_there_by_exactly_that_invariant(string invariant, string what)
    {
        HistoryScript broken = Cases.Single(c => c.Invariant == invariant && c.What == what).Broken;
        var checker = new HistoryChecker(broken.Settings);

        broken.Events[..^1].ForEach(checker.Observe);
        Assert.Empty(checker.Violations);

        checker.Observe(broken.Events[^1]);
        Violation violation = Assert.Single(checker.Violations);
        Assert.Equal(invariant, violation.Invariant);
        Assert.Same(broken.Events[^1], violation.Events[^1]);
        Assert.NotEmpty(violation.Message);
    }

    [Fact]
    public void A_liar_that_nobody_named_is_caught()
    {
        HistoryScript script = Decided().Replica(Granted, 3, 3, new WorkerId(new Guid(3, 0, 0, new byte[8])))
            .Replica(Answered, 3, 3, new WorkerId(new Guid(3, 0, 0, new byte[8])), "y");
        Assert.Empty(script.Observe().Violations);

        Assert.Contains(script.Finish().Violations, violation => violation.Invariant == "S13");
    }

    [Fact]
    public void A_gap_in_the_numbers_is_caught()
    {
        HistoryScript script = HistoryScript.Of(1);
        script.Events.RemoveAt(3);
        HistoryScript headless = HistoryScript.Of(0);
        headless.Events.RemoveAt(0);

        Assert.Equal("S14", Assert.Single(script.Observe().Violations).Invariant);
        Assert.Equal("S14", Assert.Single(headless.Observe().Violations).Invariant);
    }

    [Fact]
    public void Of_a_history_without_its_beginning_nothing_is_concluded_from_what_is_missing()
    {
        HistoryScript whole = HistoryScript.Of(2, Twice).Fail(1).Do(1, B).Leased(Granted, 0, 2, A).At(3)
            .Leased(Renewed, 0, 2, A).At(13).Then(EventKind.Expired, 0, 2, A).Then(Died, 0, 2, A).Ended(EndReason.Failed)
            .Then(Reopened).Task(Restarted, 0).Leased(Granted, 0, 3, B).Then(LateAccepted, 0, 2, A)
            .Ended(EndReason.Completed);
        Assert.Empty(HistoryChecker.Check(whole.Settings, whole.Events));

        for (int missing = 1; missing < whole.Events.Count; missing++)
        {
            Assert.Empty(HistoryChecker.Check(whole.Settings, whole.Events.Skip(missing), complete: false));
        }
    }

    [Fact]
    public void What_a_history_without_its_beginning_does_show_is_caught()
    {
        HistoryScript script = Expired(2).Leased(Granted, 0, 2, B).Then(Accepted, 0, 2, B).Then(Accepted, 0, 2, B);

        Violation violation = Assert.Single(HistoryChecker.Check(script.Settings, script.Events.Skip(7), complete: false));

        Assert.Equal("S1", violation.Invariant);
        Assert.Equal(script.Events[^2..], violation.Events);
    }

    private static HistoryScript Expired(int tasks, LateResult late = LateResult.FirstValid) =>
        Expired(tasks, SaladPolicy.Robust with { LateResult = late });

    private static HistoryScript Expired(int tasks, SaladPolicy policy) =>
        HistoryScript.Of(tasks, policy).Leased(Granted, 0, 1, A).At(10).Then(EventKind.Expired, 0, 1, A);

    private static HistoryScript Asking(TaskOptions options, double? due = null) => new HistoryScript(SaladPolicy.Robust)
        .Add(0, options, due).Then(WorkerJoined, A).Then(WorkerJoined, B);

    private static HistoryScript Shared() =>
        HistoryScript.Of(1, SaladPolicy.Robust with { Strategy = Strategy.Static, Lease = null });

    private static HistoryScript Vote() => HistoryScript
        .Of(1, SaladPolicy.Robust with { Replicas = 3, Quorum = 2, MaxReplicas = 3 })
        .Replica(Replicated, 1).Replica(Replicated, 2).Replica(Replicated, 3);

    private static HistoryScript Decided() => Vote().Answer(1, A, "x").Answer(2, B, "x").Then(Accepted, 0, 2, B);

    private static HistoryScript Blocked() => new HistoryScript(SaladPolicy.Robust).Add(0).Add(1, 0)
        .Then(WorkerJoined, A).Then(WorkerJoined, B);

    private static HistoryScript Dead() => HistoryScript.Of(2, Twice).Fail(1).Fail(2).Then(Died, 0, 2, A);

    private static HistoryScript ForcedStop() => HistoryScript.Of(1).Leased(Granted, 0, 1, A)
        .Then(Stopping, detail: SaladEvent.Forced).Ended(EndReason.Stopped);
}
