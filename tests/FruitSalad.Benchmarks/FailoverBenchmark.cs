using System.Diagnostics;
using FruitSalad.Core.Tests.Simulation;
using FruitSalad.Simulation;
using FruitSalad.Tasks;

namespace FruitSalad.Benchmarks;

/// <summary>
/// Random plans with everything that can go wrong, served by two or three masters that fall and come back: how many
/// break a promise. FAILOVER_SEEDS says how many plans.
/// </summary>
internal static class FailoverBenchmark
{
    public static void Run()
    {
        int seeds = int.TryParse(Environment.GetEnvironmentVariable("FAILOVER_SEEDS"), out int given) ? given : 100_000;
        var ends = new int[Enum.GetValues<SimulationEnd>().Length];
        int violated = 0;
        int resumed = 0;
        long start = Stopwatch.GetTimestamp();
        for (int seed = 0; seed < seeds; seed++)
        {
            SimulationResult result = Simulator.Run(FailoverPlan.Of(seed) with { KeepEvents = true });
            ends[(int)result.EndReason]++;
            resumed += result.Events.Any(e => e.Kind == EventKind.Resumed) ? 1 : 0;
            if (result.Violations.Count > 0 && ++violated <= 10)
            {
                Console.WriteLine($"Seed {seed}: {result.Violations[0]}");
            }
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine($"{seeds:N0} plans, {violated} broke a promise, {resumed:N0} were without any master for a while; {seeds / seconds:N0} plans/s");
        Console.WriteLine(string.Join(", ", Enum.GetValues<SimulationEnd>().Select(end => $"{end}: {ends[(int)end]:N0}")));
    }
}
