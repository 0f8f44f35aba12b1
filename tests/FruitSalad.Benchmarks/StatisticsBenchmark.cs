using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Tests;

namespace FruitSalad.Benchmarks;

/// <summary>
/// What is known of the salad without simulating it, against simulations: how it ends with crashes, and how long it
/// takes without, over all orders. Salads that never end run to their horizon of an hour, with every promise checked.
/// </summary>
internal static class StatisticsBenchmark
{
    private const int Seeds = 100_000;
    private const int LivelockSeeds = 5_000;

    public static void Run()
    {
        foreach (KnownFigure figure in KnownFigure.All)
        {
            Ends(figure, figure == KnownFigure.Discard || figure == KnownFigure.FirstValid ? LivelockSeeds : Seeds);
        }

        foreach (int workers in (int[])[2, 3, 5])
        {
            Makespans(workers);
        }
    }

    private static void Ends(KnownFigure figure, int seeds)
    {
        int hits = 0;
        int violations = 0;
        long start = TimeProvider.System.GetTimestamp();
        foreach (SimulationResult result in Simulator.Sweep(
            figure.Plan, Enumerable.Range(1, seeds).Select(seed => (long)seed), Environment.ProcessorCount))
        {
            hits += result.EndReason == figure.End ? 1 : 0;
            violations += result.Violations.Count;
        }

        double seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        (double least, double most) = Binomial.Interval(hits, seeds);
        Console.WriteLine($"{figure.Name}");
        Console.WriteLine(
            $"    {hits:N0} of {seeds:N0} = {100.0 * hits / seeds:0.0000} % [{100 * least:0.0000}..{100 * most:0.0000}],"
            + $" expected {100 * figure.Probability:0.0000} %; {violations} violations; {seconds:0.0} s");
    }

    /// <summary>Every order once: no sample, and no interval.</summary>
    private static void Makespans(int workers)
    {
        var counts = new SortedDictionary<double, int>();
        var plan = new SimulationPlan
        {
            Workers = [.. Enumerable.Repeat(WorkerPlan.Healthy, workers)], Shuffled = false, Checked = false,
        };
        foreach (int[] order in SaladOrders.All())
        {
            double seconds = Simulator.Run(plan with { Recipe = SaladOrders.RecipeOf(order) }).Makespan!.Value.TotalSeconds;
            counts[seconds] = counts.GetValueOrDefault(seconds) + 1;
        }

        Console.WriteLine($"{workers} healthy workers, all {SaladOrders.Count:N0} orders:");
        foreach ((double seconds, int count) in counts)
        {
            Console.WriteLine($"    {seconds,4} s {count,8:N0} = {100.0 * count / SaladOrders.Count:0.0} %");
        }
    }
}
