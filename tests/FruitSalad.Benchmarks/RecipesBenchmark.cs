using FruitSalad.Simulation;
using FruitSalad.Tests;

namespace FruitSalad.Benchmarks;

/// <summary>The apple crumble for 100,000 seeds, with crashes: no step is ever begun before its parts.</summary>
internal static class RecipesBenchmark
{
    private const int Seeds = 100_000;
    private const int Rounds = 5;

    public static void Run()
    {
        var speed = new Figure("crumbles simulated and checked", "salads/s");
        long executions = 0;
        long requeues = 0;
        for (int round = 0; round < Rounds; round++)
        {
            TimeSpan start = Processor.Time;
            for (int i = 0; i < Seeds / Rounds; i++)
            {
                SimulationResult run = Simulator.Run(CrumbleSeeds.PlanOf((round * (Seeds / Rounds)) + i));
                if (CrumbleSeeds.FaultOf(run) is { } fault)
                {
                    throw new InvalidOperationException(fault);
                }

                executions += run.Executions;
                requeues += run.Requeues;
            }

            speed.Add(Seeds / Rounds / (Processor.Time - start).TotalSeconds);
        }

        Console.WriteLine(
            $"{Seeds:N0} seeds, no step before its parts; {executions:N0} executions of {7 * Seeds:N0} tasks, {requeues:N0} requeues");
        speed.Print();
    }
}
