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

    /// <summary>Whether workers enough are there from the start that do whatever they are given, and in time.</summary>
    public static bool Suffices(SimulationPlan plan) =>
        plan.Channel.IsPerfect
        && plan.Workers.Count(worker => worker.IsHealthy && worker.JoinsAt == TimeSpan.Zero && KeepsUp(plan, worker))
            >= plan.Policy.Quorum
        && plan.Faults.Outages.Count == 0
        && plan.Faults.OwnerActs.Count == 0
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
            && plan.Recipe.Tasks.All(task => MayDo(policy, task, worker, roundTrip))
            && !(policy.IdleLimit <= policy.Poll + policy.LongPoll + roundTrip + longest)
            && (policy.Renewal ? policy.Heartbeat + roundTrip < lease : longest + roundTrip < lease);
    }

    private static bool MayDo(SaladPolicy policy, SaladTask task, WorkerPlan worker, TimeSpan roundTrip) =>
        !(policy.For(task.Options, 1).RunLimit <= (task.Duration * worker.Crash.Slowness) + roundTrip)
        && task.Options.Labels.All(worker.Labels.Contains);

    /// <summary>A task that never ends in a living process is found by nothing but the run limit.</summary>
    private static bool NobodyBlocks(SimulationPlan plan) =>
        (plan.Recipe.Tasks.All(task => plan.Policy.For(task.Options, 1).RunLimit is not null)
            && (plan.Offspring == 0 || plan.Policy.RunLimit is not null))
        || plan.Workers.All(worker => worker.Crash.Kind != FailureKind.Stuck);
}
