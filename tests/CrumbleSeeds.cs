using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Tests;

/// <summary>
/// The apple crumble, simulated with a crew that depends on the seed: one to four workers, all but the first of whom
/// crash, hang or fail somewhere in their loop and are replaced, over a channel that delays.
/// </summary>
internal static class CrumbleSeeds
{
    /// <summary>The salad of a seed.</summary>
    public static SimulationPlan PlanOf(long seed)
    {
        var random = new SeededRandom(seed, stream: 11);
        var mortals = Enumerable.Range(0, random.Next(4)).Select(_ => new WorkerPlan
        {
            Crash = new CrashPlan
            {
                Probability = random.NextDouble(),
                Point = (CrashPoint)random.Next(Enum.GetValues<CrashPoint>().Length),
                Kind = random.Chance(0.8) ? FailureKind.Crash : FailureKind.Hang,
            },
            Prefetch = 1 + random.Next(2),
            JoinsAt = TimeSpan.FromSeconds(random.Next(6)),
            RespawnsAfter = TimeSpan.FromSeconds(random.Next(3)),
            Failure = random.Chance(0.3) ? 0.3 : 0,
        });
        return new SimulationPlan
        {
            Recipe = Recipe.AppleCrumble,
            Shuffled = false,
            Seed = seed,
            Workers = [WorkerPlan.Healthy, .. mortals],
            Policy = SaladPolicy.Robust with { MaxAttempts = null },
            Channel = ChannelPlan.Delayed(Delay.Uniform(TimeSpan.Zero, TimeSpan.FromMilliseconds(random.Next(800)))),
            KeepEvents = true,
        };
    }

    /// <summary>What went wrong in a run; null: every step was begun after all its parts were accepted, to the end.</summary>
    public static string? FaultOf(SimulationResult run)
    {
        if (run.Violations.Count > 0)
        {
            return $"seed {run.Seed}: {run.Violations[0]}";
        }

        var accepted = new HashSet<int>();
        foreach (SaladEvent happened in run.Events)
        {
            if (happened.Kind == EventKind.Granted
                && Recipe.AppleCrumble.Tasks[happened.TaskId].DependsOn.FirstOrDefault(part => !accepted.Contains(part), -1) is >= 0 and var part)
            {
                return $"seed {run.Seed}: task {happened.TaskId} was begun before its part {part}.";
            }

            if (happened.Kind is EventKind.Accepted or EventKind.LateAccepted)
            {
                accepted.Add(happened.TaskId);
            }
        }

        return accepted.Count == Recipe.AppleCrumble.Tasks.Count && run.EndReason == SimulationEnd.Completed
            ? null
            : $"seed {run.Seed}: {run.EndReason} after {accepted.Count} tasks.";
    }
}
