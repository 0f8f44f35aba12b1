using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Core.Tests.Simulation;

/// <summary>
/// Each kind of fault, alone in an otherwise healthy salad: it leaves its mark, which never shows without it, and
/// breaks no promise.
/// </summary>
public class FaultTests
{
    private const int Seeds = 40;
    private static readonly SimulationPlan Calm = new() { KeepEvents = true };
    private static readonly Delay Second = Delay.Constant(Seconds(1));

    private static readonly (string Fault, SimulationPlan Plan, Func<SimulationResult, bool> Mark)[] Faults =
    [
        ("a constant delay", Through(ChannelPlan.Delayed(Second)), IsLate),
        ("a uniform delay", Through(ChannelPlan.Delayed(Delay.Uniform(Seconds(0), Seconds(1)))), IsLate),
        ("an exponential delay", Through(ChannelPlan.Delayed(Delay.Exponential(Seconds(0.01), Seconds(0.3)))), IsLate),
        ("a heavy-tailed delay", Through(ChannelPlan.Delayed(Delay.HeavyTailed(Seconds(0.05)))), IsLate),
        ("loss", Through(ChannelPlan.Both(new OneWayPlan { Loss = 0.1 })), r => Has(r, EventKind.WorkerReturned)),
        ("duplication", Through(ChannelPlan.Both(new OneWayPlan { Duplication = 0.3 })),
            r => Has(r, e => e is { Kind: EventKind.Dropped, Detail: nameof(Verdict.AlreadyAccepted) })),
        ("corruption", Through(ChannelPlan.Both(new OneWayPlan { Corruption = 0.2 })),
            r => Has(r, e => e is { Kind: EventKind.Dropped, Detail: nameof(Verdict.Unknown) })),
        ("a partition that heals", Through(new ChannelPlan { Partitions = [new Partition(Seconds(1), Seconds(15), [0])] }),
            r => Has(r, e => e.Kind == EventKind.WorkerReturned && e.Time > Seconds(15)) && r.EndReason == SimulationEnd.Completed),
        ("a crash before asking", Mortal(CrashPoint.BeforeAsk), r => Ends(r) is { Lost: null, Gone: { } }),
        ("a crash with a task in hand", Mortal(CrashPoint.Holding),
            r => Ends(r) is { Lost: { } lost } && lost.Time == GrantOf(r, lost).Time && !HasAccepted(r, lost)),
        ("a crash in the middle of the work", Mortal(CrashPoint.MidWork),
            r => Ends(r) is { Lost: { } lost } && WorkedFor(r, lost) is var time && time > TimeSpan.Zero && time < DurationOf(r, lost)),
        ("a crash after the work", Mortal(CrashPoint.AfterWork),
            r => Ends(r) is { Lost: { } lost } && WorkedFor(r, lost) == DurationOf(r, lost) && !HasAccepted(r, lost)),
        ("a crash after the send", Mortal(CrashPoint.AfterSend),
            r => Ends(r) is { Gone: { } gone } && HasAccepted(r, gone) && r.WastedWork == TimeSpan.Zero),
        ("a hang", Failing(FailureKind.Hang), r => Has(r, EventKind.Expired) && !Has(r, EventKind.WorkerDisconnected)),
        ("a stuck task", Failing(FailureKind.Stuck),
            r => r.Events.FirstOrDefault(e => e.Kind == EventKind.Expired) is { } expired
                && r.Events.Any(e => e.Kind == EventKind.Renewed && e.TaskId == expired.TaskId && e.Attempt == expired.Attempt)),
        ("slowness", With(new WorkerPlan { Crash = new CrashPlan { Slowness = 3 } }), IsLate),
        ("a failure in the living worker", With(new WorkerPlan { Failure = 0.5 }), r => Has(r, EventKind.Failed)),
        ("confusion", With(new WorkerPlan { Confusion = 0.5 }), r => Has(r, EventKind.Refused)),
        ("a late join", With(new WorkerPlan { JoinsAt = Seconds(5) }),
            r => Has(r, e => e.Kind == EventKind.WorkerJoined && e.Time == Seconds(5))),
        ("a clean leave", With(new WorkerPlan { LeavesAt = Seconds(2) }),
            r => r.Events.First(e => e.Kind == EventKind.WorkerLeft) is var left && left.Time < r.Makespan
                && Has(r, EventKind.WorkerLeft) && !Has(r, EventKind.Lost)),
        ("a respawn", With(WorkerPlan.Mortal() with { RespawnsAfter = Seconds(1) }),
            r => r.Events.Count(e => e.Kind == EventKind.WorkerJoined) > Calm.Workers.Count),
        ("a master that falls and starts again",
            Calm with { Faults = new FaultPlan { Outages = [new MasterOutage(Seconds(2.5), Seconds(3))] } },
            r => r.Events.Count(e => e.Kind == EventKind.WorkerReturned) == Calm.Workers.Count
                && !Has(r, e => e.Time > Seconds(2.5) && e.Time < Seconds(5.5)) && r.EndReason == SimulationEnd.Completed),
    ];

    public static TheoryData<string> Names => [.. Faults.Select(fault => fault.Fault)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_leaves_its_mark_and_breaks_no_promise(string fault)
    {
        (_, SimulationPlan plan, Func<SimulationResult, bool> mark) = Faults.Single(each => each.Fault == fault);
        SimulationResult[] runs = [.. Simulator.Sweep(plan, Range())];
        SimulationResult[] calm = [.. Simulator.Sweep(Calm, Range())];

        Assert.All(runs, run => Assert.Empty(run.Violations));
        Assert.Contains(runs, run => mark(run));
        Assert.DoesNotContain(calm, run => mark(run));
    }

    [Theory]
    [InlineData(0.0, false)]
    [InlineData(0.5, true)]
    public void Only_reordering_lets_a_renewal_come_after_its_own_result(double reordering, bool expected)
    {
        int overtaken = 0;
        SimulationPlan plan = Calm with
        {
            Policy = SaladPolicy.Robust with { Lease = Seconds(3) },
            Channel = ChannelPlan.Both(
                new OneWayPlan { Delay = Delay.Uniform(Seconds(0), Seconds(1)), Reordering = reordering }),
            Disturbed = store => new LateRenewals(store, () => overtaken++),
        };

        Assert.All(Simulator.Sweep(plan, Range()), run => Assert.Empty(run.Violations));

        Assert.Equal(expected, overtaken > 0);
    }

    private static SimulationPlan Through(ChannelPlan channel) => Calm with { Channel = channel };

    /// <summary>The tutorial's two healthy workers, and this one.</summary>
    private static SimulationPlan With(WorkerPlan worker) =>
        Calm with { Workers = [WorkerPlan.Healthy, WorkerPlan.Healthy, worker] };

    private static SimulationPlan Mortal(CrashPoint point) =>
        With(new WorkerPlan { Crash = new CrashPlan { Probability = 0.5, Point = point } });

    private static SimulationPlan Failing(FailureKind kind) =>
        With(new WorkerPlan { Crash = new CrashPlan { Probability = 0.5, Point = CrashPoint.Holding, Kind = kind } })
            with { Policy = SaladPolicy.Robust with { RunLimit = Seconds(20) } };

    private static IEnumerable<long> Range() => Enumerable.Range(1, Seeds).Select(seed => (long)seed);

    private static bool IsLate(SimulationResult run) => run.Makespan > run.Oracle;

    private static bool Has(SimulationResult run, EventKind kind) => Has(run, e => e.Kind == kind);

    private static bool Has(SimulationResult run, Func<SaladEvent, bool> what) => run.Events.Any(what);

    /// <summary>The end of the one mortal worker, and of the lease that it held, if it held one.</summary>
    private static (SaladEvent? Lost, SaladEvent? Gone) Ends(SimulationResult run) =>
        (run.Events.FirstOrDefault(e => e.Kind == EventKind.Lost), run.Events.FirstOrDefault(e => e.Kind == EventKind.WorkerLost));

    private static SaladEvent GrantOf(SimulationResult run, SaladEvent lost) =>
        run.Events.Single(e => e.Kind == EventKind.Granted && e.TaskId == lost.TaskId && e.Attempt == lost.Attempt);

    private static TimeSpan WorkedFor(SimulationResult run, SaladEvent lost) => lost.Time - GrantOf(run, lost).Time;

    private static TimeSpan DurationOf(SimulationResult run, SaladEvent lost) =>
        run.Events.Single(e => e.Kind == EventKind.Added && e.TaskId == lost.TaskId).Duration!.Value;

    /// <summary>Whether a result of the same worker's counted at the very moment of its end.</summary>
    private static bool HasAccepted(SimulationResult run, SaladEvent end) =>
        run.Events.Any(e => e.Kind == EventKind.Accepted && e.Worker == end.Worker && e.Time == end.Time);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
