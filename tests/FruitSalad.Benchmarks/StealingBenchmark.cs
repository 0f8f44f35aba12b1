using System.Diagnostics;
using FruitSalad.Simulation;
using FruitSalad.Simulation.Stealing;
using FruitSalad.Tests;

namespace FruitSalad.Benchmarks;

/// <summary>
/// Work stealing under virtual time: a hundred thousand salads with one crash, in which nothing may be lost or counted
/// twice, ten thousand over a bad channel, and as many in which work fails and is tried again; and how long 200 tasks take that are all with one peer at first, against
/// whoever is free taking the next.
/// </summary>
internal static class StealingBenchmark
{
    private const int Skewed = 1_000;

    public static void Run()
    {
        Sweep("one crash, delays up to 1 s", StealingSeeds.OneCrash, 100_000);
        Sweep("the same, of all messages 10 % lost, 5 % twice", StealingSeeds.Lossy, 10_000);
        Sweep("the first, a third of all work failing", StealingSeeds.Failing, 10_000);
        Compare();
    }

    private static void Sweep(string what, Func<long, SimulationPlan> plan, int salads)
    {
        var clock = Stopwatch.StartNew();
        long again = 0;
        double longest = 0;
        for (long seed = 1; seed <= salads; seed++)
        {
            SimulationResult result = new StealingRun(plan(seed)).Run();
            if (result.Violations.Count > 0 || result.EndReason != SimulationEnd.Completed)
            {
                throw new InvalidOperationException($"Seed {seed}: {result.EndReason} {string.Join(' ', result.Violations)}");
            }

            again += result.Executions - plan(seed).Recipe.Tasks.Count;
            longest = Math.Max(longest, result.Makespan!.Value.TotalSeconds);
        }

        Console.WriteLine(
            $"{what}: {salads:N0} salads of 11 fruits completed, nothing lost, nothing accepted twice; {(double)again / salads:0.00} "
            + $"tasks a salad were done again; the longest took {longest:0} s; {clock.Elapsed.TotalSeconds:0} s on the wall");
    }

    private static void Compare()
    {
        double oracle = 0;
        double pull = 0;
        double stealing = 0;
        long pulled = 0;
        long stolen = 0;
        for (long seed = 1; seed <= Skewed; seed++)
        {
            (SimulationResult one, SimulationResult other) = StealingSeeds.Skewed(seed);
            oracle += one.Oracle!.Value.TotalSeconds / Skewed;
            pull += one.Makespan!.Value.TotalSeconds / Skewed;
            stealing += other.Makespan!.Value.TotalSeconds / Skewed;
            pulled += one.Messages;
            stolen += other.Messages;
        }

        Console.WriteLine(
            $"200 tasks, 4 peers, all tasks with the first, means of {Skewed:N0} seeds: oracle {oracle:0.0} s, pull {pull:0.0} s, "
            + $"stealing {stealing:0.0} s, {stealing / pull:0.000} times pull; messages {pulled / Skewed:N0} and {stolen / Skewed:N0}");
    }
}
