using FruitSalad.Faults;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Simulation;

/// <summary>What may be expected of a plan in the end (L1 to L3): said only where nothing in it can prevent it.</summary>
internal sealed class Patience
{
    private readonly SimulationPlan _plan;
    private readonly TimeSpan _roundTrip;
    private readonly TimeSpan _longest;

    /// <summary>The tasks that ask for more than the policy gives: few, and each has to be looked at by itself.</summary>
    private readonly SaladTask[] _special;

    private Patience(SimulationPlan plan)
    {
        _plan = plan;
        _roundTrip = plan.Channel.ToMaster.Delay.Longest + plan.Channel.ToWorker.Delay.Longest;
        _longest = plan.Recipe.LongestDuration;
        _special = [.. plan.Recipe.Tasks.Where(task => !task.Options.IsNone)];
    }

    /// <summary>How late something may happen: while the master is down nothing does.</summary>
    public static TimeSpan SlackOf(SimulationPlan plan) =>
        plan.Faults.Outages.Aggregate(TimeSpan.FromMilliseconds(1), (sum, outage) => sum + outage.For);

    /// <summary>Whether workers enough are there from the start that do whatever they are given, and in time.</summary>
    public static bool Suffices(SimulationPlan plan) =>
        plan.Channel.IsPerfect
        && plan.Faults.Outages.Count == 0
        && plan.Faults.OwnerActs.Count == 0
        && !plan.KeepOpen
        && plan.ExpectWorkers == 0
        && new Patience(plan) is var patience
        && patience.NobodyStarves()
        && patience.NobodyBlocks()
        && patience.EnoughKeepUp();

    private bool EnoughKeepUp() => _plan.Workers
        .Where(worker => worker.IsHealthy && worker.JoinsAt == TimeSpan.Zero && KeepsUp(worker))
        .Skip(_plan.Policy.Quorum - 1)
        .Any();

    private bool KeepsUp(WorkerPlan worker)
    {
        SaladPolicy policy = _plan.Policy;
        TimeSpan longest = _longest * worker.Crash.Slowness;
        return policy.Lease is { } lease
            && !policy.LeaveWhenDrained
            && _roundTrip < TimeSpan.FromSeconds(5)
            && !(policy.RunLimit <= longest + _roundTrip)
            && Array.TrueForAll(_special, task => MayDo(task, worker))
            && !(policy.IdleLimit <= policy.Poll + policy.LongPoll + _roundTrip + longest)
            && (policy.Renewal ? policy.Heartbeat + _roundTrip < lease : longest + _roundTrip < lease);
    }

    private bool MayDo(SaladTask task, WorkerPlan worker) =>
        !(LimitOf(task) <= (task.Duration * worker.Crash.Slowness) + _roundTrip)
        && task.Options.Labels.All(worker.Labels.Contains);

    /// <summary>
    /// Where only a result in time counts, or a run limit ends the work before there is one, somebody who is never in
    /// time may get the same task again and again, before whoever would be.
    /// </summary>
    private bool NobodyStarves() =>
        (_plan.Policy is { LateResult: LateResult.FirstValid, RunLimit: null }
            && Array.TrueForAll(_special, task => LimitOf(task) is null))
        || _plan.Workers.All(KeepsUp);

    /// <summary>A task that never ends in a living process is found by nothing but the run limit.</summary>
    private bool NobodyBlocks() =>
        _plan.Workers.All(worker => worker.Crash.Kind != FailureKind.Stuck)
        || ((_plan.Policy.RunLimit is not null || (_plan.Offspring == 0 && _special.Length == _plan.Recipe.Tasks.Count))
            && Array.TrueForAll(_special, task => LimitOf(task) is not null));

    private TimeSpan? LimitOf(SaladTask task) => _plan.Policy.For(task.Options, 1).RunLimit;
}
