using System.Diagnostics;
using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Tasks;

namespace FruitSalad.Benchmarks;

/// <summary>
/// How many simulated salads a second one core makes - eleven fruits, three workers, crashes, every promise checked after
/// every transition - and how long a million tasks on ten thousand workers take.
/// </summary>
internal static class SimulateBenchmark
{
    private const int Salads = 10_000;
    private const int Rounds = 5;
    private const int Tasks = 1_000_000;
    private const int Workers = 10_000;

    public static void Run()
    {
        var mortals = new SimulationPlan
        {
            Workers = [WorkerPlan.Mortal(), WorkerPlan.Mortal(), WorkerPlan.Healthy],
            Policy = SaladPolicy.Robust with { MaxAttempts = null },
        };
        var rate = new Figure("salads of 11 fruits, 3 workers, 2 of them mortal", "salads/s");
        for (int round = 0; round <= Rounds; round++)
        {
            // Round 0 warms up.
            TimeSpan start = Processor.Time;
            for (long seed = 1; seed <= Salads; seed++)
            {
                Hold(Simulator.Run(mortals with { Seed = seed }));
            }

            if (round > 0)
            {
                rate.Add(Salads / (Processor.Time - start).TotalSeconds);
            }
        }

        rate.Print();
        Large();
    }

    private static void Large()
    {
        IEnumerable<SaladTask> fruits = Enumerable.Range(0, Tasks)
            .Select(id => new SaladTask(id, "fruit", TimeSpan.FromSeconds(1 + (id % 4))));
        var plan = new SimulationPlan
        {
            Recipe = new Recipe("large", [.. fruits]),
            Workers = [.. Enumerable.Repeat(WorkerPlan.Healthy, Workers)],
            Horizon = TimeSpan.FromHours(10),
        };
        Processor.Settle();
        TimeSpan start = Processor.Time;
        var clock = Stopwatch.StartNew();
        SimulationResult result = Simulator.Run(plan);
        Hold(result);
        Console.WriteLine(
            $"{Tasks:N0} tasks on {Workers:N0} workers: {result.EndReason} after {result.Makespan}, {result.Steps:N0} steps; "
            + $"{(Processor.Time - start).TotalSeconds:0.0} s of processor, {clock.Elapsed.TotalSeconds:0.0} s on the wall");
    }

    private static void Hold(SimulationResult result)
    {
        if (result.Violations.Count > 0 || result.EndReason != SimulationEnd.Completed)
        {
            throw new InvalidOperationException(
                $"Seed {result.Seed}: {result.EndReason} {string.Join(' ', result.Violations)}");
        }
    }
}
