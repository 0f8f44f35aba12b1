using FruitSalad.Worker;

namespace FruitSalad.Faults;

/// <summary>One worker of an experiment, and what happens to it.</summary>
public sealed record WorkerPlan
{
    /// <summary>There from the start, and healthy.</summary>
    public static readonly WorkerPlan Healthy = new();

    /// <summary>Where, how and how likely it fails, and how slow it is.</summary>
    public CrashPlan Crash { get; init; } = CrashPlan.None;

    /// <summary>How many tasks it asks for at once.</summary>
    public int Prefetch { get; init; } = 1;

    /// <summary>What it offers to tasks that ask for it.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>When it comes, since the salad's epoch.</summary>
    public TimeSpan JoinsAt { get; init; }

    /// <summary>When it is asked to finish and go; null: never.</summary>
    public TimeSpan? LeavesAt { get; init; }

    /// <summary>When its process is killed, whatever it is at; null: never. Whoever replaces it lives.</summary>
    public TimeSpan? DiesAt { get; init; }

    /// <summary>After its process ended in a crash: how long until another is started in its place; null: never.</summary>
    public TimeSpan? RespawnsAfter { get; init; }

    /// <summary>How likely a piece of work fails in the living worker, in [0, 1].</summary>
    public double Failure { get; init; }

    /// <summary>
    /// How likely, with each call, it also says something senseless: a result, a renewal, a failure or a return for an
    /// attempt that is not its own (a Byzantine worker, if a clumsy one).
    /// </summary>
    public double Confusion { get; init; }

    /// <summary>How likely it answers wrongly, with every sign of health, in [0, 1] (a Byzantine worker, and a sly one).</summary>
    public double Lie { get; init; }

    /// <summary>Whether it certainly does whatever it is given, for as long as there is a salad.</summary>
    public bool IsHealthy =>
        Crash.Probability == 0 && LeavesAt is null && DiesAt is null && Failure == 0 && Confusion == 0 && Lie == 0;

    /// <summary>The tutorial's: crashes after the work and before the result, with this probability.</summary>
    public static WorkerPlan Mortal(double probability = CrashPlan.TutorialProbability) =>
        new() { Crash = new CrashPlan { Probability = probability } };
}
