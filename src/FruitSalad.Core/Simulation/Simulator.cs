using FruitSalad.Simulation.Stealing;
using FruitSalad.Tasks;

namespace FruitSalad.Simulation;

/// <summary>Runs salads under virtual time: the real master, store and workers, a simulated channel, one seed.</summary>
public static class Simulator
{
    /// <summary>Runs a plan to its end.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellation">Ends the run with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The plan asks for what there is not without a master.</exception>
    public static SimulationResult Run(SimulationPlan plan, CancellationToken cancellation = default)
    {
        if (plan.Policy.Strategy != Strategy.WorkStealing)
        {
            return new SimulatedRun(plan, new SeededAgenda(plan.Seed, plan.Schedule)).Run(cancellation);
        }

        return CanSteal(plan)
            ? new StealingRun(plan).Run(cancellation)
            : throw new ArgumentException(
                "Without a master tasks cannot depend on each other, and who and what there is is there from the beginning.", nameof(plan));
    }

    /// <summary>
    /// Whether a salad of this plan can be made without a master: no task depends on another, asks for more than to be
    /// done, is done by several, brings new ones along or waits before it is tried again; nobody comes late, is asked to go or is replaced; nothing happens
    /// to a master, and nobody is there for an owner to talk to.
    /// </summary>
    /// <param name="plan">The plan.</param>
    public static bool CanSteal(SimulationPlan plan) =>
        plan.Recipe.Tasks.All(task => task.DependsOn.Count == 0 && task.Options.IsNone)
        && plan.Workers.Count > 0
        && plan.Workers.All(worker => worker is { JoinsAt.Ticks: 0, LeavesAt: null, RespawnsAfter: null, Confusion: 0, Lie: 0, Labels: [] })
        && plan is { Masters: 1, Faults: { Outages: [], OwnerActs: [] }, KeepOpen: false, Offspring: 0, Mutant: Mutant.None }
        && plan.Policy is { IsReplicated: false, RetryDelay.Ticks: 0 };

    /// <summary>
    /// Runs a small plan in every order in which its steps can come: each message and each timer may be as late as it
    /// likes, and a planned death or leave may come at any moment from its time on. Stops at the first broken promise.
    /// </summary>
    /// <param name="plan">
    /// The plan, with a perfect channel without delay. The horizon bounds how far the clock goes, and with it how many
    /// leases can expire.
    /// </param>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The channel is not perfect, or there is no master.</exception>
    public static ExplorationResult Explore(SimulationPlan plan, CancellationToken cancellation = default) =>
        plan.Policy.Strategy != Strategy.WorkStealing
            && plan.Channel.IsPerfect && plan.Channel.ToMaster.Delay == default && plan.Channel.ToWorker.Delay == default
            ? new Exploration(plan).Run(cancellation)
            : throw new ArgumentException(
                "Every order of a master's messages is tried: a channel that delays or loses some adds nothing.", nameof(plan));

    /// <summary>Runs a plan for many seeds; results come as soon as they are there, in the order of the seeds.</summary>
    /// <param name="plan">The plan; its own seed does not matter.</param>
    /// <param name="seeds">The seeds; may be endless.</param>
    /// <param name="threads">How many runs go on at once. The results do not depend on it.</param>
    /// <param name="cancellation">Ends the sweep with an <see cref="OperationCanceledException"/>.</param>
    public static IEnumerable<SimulationResult> Sweep(
        SimulationPlan plan, IEnumerable<long> seeds, int threads = 1, CancellationToken cancellation = default)
    {
        if (threads > 1)
        {
            return seeds.AsParallel().AsOrdered()
                .WithDegreeOfParallelism(threads)
                .WithMergeOptions(ParallelMergeOptions.NotBuffered)
                .WithCancellation(cancellation)
                .Select(seed => Run(plan with { Seed = seed }, cancellation));
        }

        return seeds.Select(seed => Run(plan with { Seed = seed }, cancellation));
    }
}
