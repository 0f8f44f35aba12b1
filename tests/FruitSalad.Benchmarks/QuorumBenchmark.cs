using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Tasks;

namespace FruitSalad.Benchmarks;

/// <summary>
/// One liar of four cooks, lying at every second fruit, in ten thousand simulated salads: how many wrong results are
/// accepted, and how often the liar is named.
/// </summary>
internal static class QuorumBenchmark
{
    private const int Seeds = 10_000;

    public static void Run()
    {
        var plan = new SimulationPlan
        {
            Workers = [WorkerPlan.Healthy with { Lie = 0.5 }, WorkerPlan.Healthy, WorkerPlan.Healthy, WorkerPlan.Healthy],
            Policy = SaladPolicy.Robust with { Replicas = 3, Quorum = 2 },
        };
        int wrong = 0;
        int named = 0;
        int slandered = 0;
        int unequal = 0;
        int violations = 0;
        foreach (SimulationResult result in Simulator.Sweep(plan, Enumerable.Range(0, Seeds).Select(seed => (long)seed)))
        {
            wrong += result.WrongResults;
            named += result.Named.Contains(0) ? 1 : 0;
            slandered += result.Named.Any(place => place != 0) ? 1 : 0;
            unequal += result.Executions == 33 ? 0 : 1;
            violations += result.Violations.Count;
        }

        Console.WriteLine($"{Seeds} salads: {wrong} wrong results accepted, the liar named in {100.0 * named / Seeds:0.00} %, " +
            $"somebody else in {slandered}; {unequal} took other than 33 executions; {violations} violations.");
    }
}
