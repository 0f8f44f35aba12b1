namespace FruitSalad.Simulation;

/// <summary>Runs salads under virtual time: the real master, store and workers, a simulated channel, one seed.</summary>
public static class Simulator
{
    /// <summary>Runs a plan to its end.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellation">Ends the run with an <see cref="OperationCanceledException"/>.</param>
    public static SimulationResult Run(SimulationPlan plan, CancellationToken cancellation = default) =>
        new SimulatedRun(plan).Run(cancellation);

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
