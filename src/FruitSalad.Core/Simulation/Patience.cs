using FruitSalad.Faults;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Simulation;

/// <summary>What may be expected of a plan in the end (L1 to L3): said only where nothing in it can prevent it.</summary>
internal static class Patience
{
    /// <summary>How late something may happen: while the master is down nothing does.</summary>
    public static TimeSpan SlackOf(SimulationPlan plan) =>
        plan.Faults.Outages.Aggregate(TimeSpan.FromMilliseconds(1), (sum, outage) => sum + outage.For);

    /// <summary>Whether a worker is there from the start that does whatever it is given, and in time.</summary>
    public static bool Suffices(SimulationPlan plan) =>
        plan.Channel.IsPerfect
        && plan.Workers.Any(worker => worker.IsHealthy && worker.JoinsAt == TimeSpan.Zero && KeepsUp(plan, worker))
        && plan.Faults.Outages.Count == 0
        && plan.Faults.OwnerActs.Count == 0
        && NobodyStarves(plan)
        && !plan.KeepOpen
        && plan.ExpectWorkers == 0
        && NobodyBlocks(plan);

    private static bool KeepsUp(SimulationPlan plan, WorkerPlan worker)
    {
        SaladPolicy policy = plan.Policy;
        TimeSpan roundTrip = plan.Channel.ToMaster.Delay.Longest + plan.Channel.ToWorker.Delay.Longest;
        TimeSpan longest = plan.Recipe.LongestDuration * worker.Crash.Slowness;
        return policy.Lease is { } lease
            && !policy.LeaveWhenDrained
            && roundTrip < TimeSpan.FromSeconds(5)
            && !(policy.RunLimit <= longest + roundTrip)
            && !(policy.IdleLimit <= policy.Poll + policy.LongPoll + roundTrip + longest)
            && (policy.Renewal ? policy.Heartbeat + roundTrip < lease : longest + roundTrip < lease);
    }

    /// <summary>
    /// Where only a result in time counts, or a run limit ends the work before there is one, somebody who is never in
    /// time may get the same task again and again, before whoever would be.
    /// </summary>
    private static bool NobodyStarves(SimulationPlan plan) =>
        plan.Policy is { LateResult: LateResult.FirstValid, RunLimit: null }
        || plan.Workers.All(worker => KeepsUp(plan, worker));

    /// <summary>A task that never ends in a living process is found by nothing but the run limit.</summary>
    private static bool NobodyBlocks(SimulationPlan plan) =>
        plan.Policy.RunLimit is not null || plan.Workers.All(worker => worker.Crash.Kind != FailureKind.Stuck);
}
