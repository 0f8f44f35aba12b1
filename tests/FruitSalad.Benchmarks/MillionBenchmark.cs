using System.Diagnostics;
using FruitSalad.Core.Tests.Simulation;
using FruitSalad.Simulation;

namespace FruitSalad.Benchmarks;

/// <summary>A million random plans, every kind of fault in them, on all cores: no promise is broken in any.</summary>
internal static class MillionBenchmark
{
    private const long Plans = 1_000_000;

    public static void Run()
    {
        var clock = Stopwatch.StartNew();
        TimeSpan start = Processor.Time;
        var ends = new long[Enum.GetValues<SimulationEnd>().Length];
        long broken = 0;
        long done = 0;
        Parallel.For(0, Plans, seed =>
        {
            SimulationResult result = Simulator.Run(RandomPlan.Of(seed));
            Interlocked.Increment(ref ends[(int)result.EndReason]);
            if (result.Violations.Count > 0)
            {
                Interlocked.Increment(ref broken);
                Console.WriteLine($"seed {seed}: {string.Join(' ', result.Violations)}");
            }

            if (Interlocked.Increment(ref done) % (Plans / 10) == 0)
            {
                Console.WriteLine($"{done:N0} plans, {broken:N0} with a broken promise, {clock.Elapsed.TotalMinutes:0.0} min");
            }
        });

        IEnumerable<string> counts = Enum.GetValues<SimulationEnd>().Select(end => $"{end} {ends[(int)end]:N0}");
        Console.WriteLine(
            $"{Plans:N0} random plans: {broken:N0} with a broken promise; {string.Join(", ", counts)}; "
            + $"{(Processor.Time - start).TotalMinutes:0.0} min of processor, {clock.Elapsed.TotalMinutes:0.0} min on the wall");
        if (broken > 0)
        {
            throw new InvalidOperationException("A promise was broken.");
        }
    }
}
