namespace FruitSalad.Worker;

/// <summary>What goes wrong with a worker, on purpose. Opt-in for each worker; drawn from its own random stream.</summary>
public sealed record CrashPlan
{
    /// <summary>A worker that does not fail.</summary>
    public static readonly CrashPlan None = new();

    /// <summary>The tutorial's probability.</summary>
    public const double TutorialProbability = 0.6;

    /// <summary>How likely it fails at each task, in [0, 1]. 0: never.</summary>
    public double Probability { get; init; }

    /// <summary>Where.</summary>
    public CrashPoint Point { get; init; }

    /// <summary>How.</summary>
    public FailureKind Kind { get; init; }

    /// <summary>What every task's duration is multiplied with: 1 for a healthy worker, more for a slow one.</summary>
    public double Slowness { get; init; } = 1;
}
