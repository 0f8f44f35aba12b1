namespace FruitSalad.Simulation;

/// <summary>
/// Makes a plan that shows something as small as it finds it: the fewest faults, then workers, then tasks, then the
/// shortest. It takes things away one after the other and keeps what still shows it, for the plan's seed or for one of
/// some more: what is taken away changes what the seed draws.
/// </summary>
/// <remarks>The same plan shrinks to the same plan. The time is bounded by the steps that may be simulated.</remarks>
public sealed class PlanShrinker
{
    /// <summary>How many steps all runs together take at most, if nothing else is said: some seconds.</summary>
    public const long DefaultSteps = 10_000_000;

    private const int MoreSeeds = 20;
    private readonly Func<SimulationResult, bool> _shows;
    private readonly CancellationToken _cancellation;
    private long _stepsLeft;
    private SimulationPlan _smallest;
    private long _steps;

    private PlanShrinker(
        SimulationPlan plan, Func<SimulationResult, bool> shows, long steps, CancellationToken cancellation)
    {
        _smallest = plan;
        _shows = shows;
        _stepsLeft = steps;
        _cancellation = cancellation;
    }

    /// <summary>The smallest plan found that shows it.</summary>
    /// <param name="plan">A plan whose run shows it.</param>
    /// <param name="shows">Whether a run's result shows it.</param>
    /// <param name="steps">How many steps all runs together take at most; the last one may go beyond.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The plan does not show it.</exception>
    public static SimulationPlan Shrink(
        SimulationPlan plan, Func<SimulationResult, bool> shows, long steps = DefaultSteps,
        CancellationToken cancellation = default)
    {
        var shrinker = new PlanShrinker(Ordered(plan), shows, steps, cancellation);
        if (!shrinker.Try(shrinker._smallest))
        {
            throw new ArgumentException("The plan does not show what it is to be shrunk for.", nameof(plan));
        }

        shrinker.Search();
        return shrinker._smallest;
    }

    /// <summary>Whether a run shows what this one shows: the first broken promise or, without one, the same end.</summary>
    public static Func<SimulationResult, bool> Like(SimulationResult result) => result.Violations is [var first, ..]
        ? other => other.Violations.Any(violation => violation.Invariant == first.Invariant)
        : other => other.EndReason == result.EndReason && other.Violations.Count == 0;

    /// <summary>The same salad with its order written down, so that a task can be taken from it and the rest stays.</summary>
    private static SimulationPlan Ordered(SimulationPlan plan) => plan with
    {
        Recipe = plan.Shuffled ? plan.Recipe.Shuffle(plan.Seed) : plan.Recipe,
        Shuffled = false,
        KeepEvents = false,
        KeepTrace = false,
    };

    private void Search()
    {
        bool smaller;
        do
        {
            smaller = Reduce(SmallerPlans.WithFewerFaults);
            smaller |= Reduce(SmallerPlans.WithFewerWorkers);
            smaller |= Reduce(SmallerPlans.WithFewerTasks);
            smaller |= Reduce(SmallerPlans.WithShorterTasks);
        }
        while (smaller && _stepsLeft > 0);

        // Of the seeds that show it, the one that does so soonest.
        foreach (SimulationPlan plan in Seeds(_smallest))
        {
            (SimulationPlan kept, long steps) = (_smallest, _steps);
            if (Try(plan) && _steps >= steps)
            {
                (_smallest, _steps) = (kept, steps);
            }
        }
    }

    /// <summary>Takes away until nothing more can be taken away in this way.</summary>
    private bool Reduce(Func<SimulationPlan, IEnumerable<SimulationPlan>> smallerPlans)
    {
        bool any = false;
        while (_stepsLeft > 0 && smallerPlans(_smallest).Any(plan => Seeds(plan).Prepend(plan).Any(Try)))
        {
            any = true;
        }

        return any;
    }

    private static IEnumerable<SimulationPlan> Seeds(SimulationPlan plan) =>
        Enumerable.Range(1, MoreSeeds).Where(seed => seed != plan.Seed).Select(seed => plan with { Seed = seed });

    private bool Try(SimulationPlan plan)
    {
        if (_stepsLeft <= 0)
        {
            return false;
        }

        SimulationResult result = Simulator.Run(plan, _cancellation);
        _stepsLeft -= result.Steps + 100;
        if (!_shows(result))
        {
            return false;
        }

        (_smallest, _steps) = (plan, result.Steps);
        return true;
    }
}
