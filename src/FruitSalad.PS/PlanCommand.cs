using System.Management.Automation;
using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.PS;

/// <summary>A cmdlet that makes salads of a plan: what is made, by whom, through which channel, under which policy.</summary>
public abstract class PlanCommand : PolicyCommand
{
    /// <summary>What to make: the name of a recipe, or a recipe object.</summary>
    /// <value>FruitSalad</value>
    [Parameter(Position = 0)]
    [RecipeCompleter]
    [ValidateNotNull]
    public object? Recipe { get; set; }

    /// <summary>Keeps the recipe's order. Otherwise each seed shuffles it; a recipe with dependencies is never shuffled.</summary>
    [Parameter]
    public SwitchParameter NoShuffle { get; set; }

    /// <summary>How many workers.</summary>
    /// <value>3</value>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int Workers { get; set; } = 3;

    /// <summary>How many of the workers never fail, whatever is said of failing.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0, 100_000)]
    public int Healthy { get; set; }

    /// <summary>How likely a worker fails at each task, from 0 (never) to 1.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double CrashProbability { get; set; }

    /// <summary>Where in its loop a worker fails.</summary>
    /// <value>AfterWork</value>
    [Parameter]
    public CrashPoint CrashPoint { get; set; }

    /// <summary>How a worker fails.</summary>
    /// <value>Crash</value>
    [Parameter]
    public FailureKind FailureKind { get; set; }

    /// <summary>After how many seconds a worker that crashed is replaced by a new one.</summary>
    /// <value>Never</value>
    [Parameter]
    [ValidateRange(0.001, 1e6)]
    public double? RespawnSeconds { get; set; }

    /// <summary>
    /// What happens to messages: a hashtable or object with Delay (seconds, or @{ Least; Most }, @{ Least; Mean } for
    /// exponential delays, @{ Least; Exponent } for a heavy tail), Loss, Duplicate, Reorder and Corrupt (how likely, from
    /// 0 to 1), Bandwidth (bytes a second), and Partition (@{ From; Until; Workers }, workers by their places from 0;
    /// without Workers, all). ToMaster and ToWorker hold what differs in one direction.
    /// </summary>
    /// <value>A perfect channel: nothing is lost, and nothing takes time</value>
    [Parameter]
    [ValidateNotNull]
    public object? Channel { get; set; }

    /// <summary>When a salad that has not ended is Stuck, in virtual seconds since its start.</summary>
    /// <value>3600</value>
    [Parameter]
    [ValidateRange(1.0, 1e8)]
    public double? HorizonSeconds { get; set; }

    /// <summary>A plan with what the parameters change.</summary>
    private protected SimulationPlan MakePlan(SimulationPlan basis)
    {
        Recipe recipe = Recipe is null ? basis.Recipe : FindRecipe(Recipe);
        IReadOnlyList<WorkerPlan> workers = MakeWorkers() ?? basis.Workers;
        SaladPolicy policy = MakePolicy(Has(nameof(Preset)) ? SaladPolicy.Of(Preset) : basis.Policy);
        return basis with
        {
            Recipe = recipe,

            // Numbers are places in the list: where tasks depend on numbers, the list stays as it is.
            Shuffled = basis.Shuffled && !NoShuffle && recipe.Tasks.All(task => task.DependsOn.Count == 0),
            Workers = workers,
            Policy = policy,

            // A list is cut once: for those who are there from the start, unless the plan says for how many.
            ExpectWorkers = policy.Strategy == Tasks.Strategy.Static && basis.ExpectWorkers == 0
                ? workers.Count(worker => worker.JoinsAt == TimeSpan.Zero)
                : basis.ExpectWorkers,
            Channel = Channel is null ? basis.Channel : ReadChannel(Channel),
            Horizon = HorizonSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : basis.Horizon,
        };
    }

    private List<WorkerPlan>? MakeWorkers()
    {
        string[] about =
        [
            nameof(Workers), nameof(Healthy), nameof(CrashProbability), nameof(CrashPoint), nameof(FailureKind),
            nameof(RespawnSeconds),
        ];
        if (!about.Any(Has))
        {
            return null;
        }

        if (Healthy > Workers)
        {
            throw Terminating(Errors.MoreHealthyThanWorkers(Healthy, Workers));
        }

        var mortal = new WorkerPlan
        {
            Crash = new CrashPlan { Probability = CrashProbability, Point = CrashPoint, Kind = FailureKind },
            RespawnsAfter = RespawnSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        return [.. Enumerable.Repeat(mortal, Workers - Healthy), .. Enumerable.Repeat(WorkerPlan.Healthy, Healthy)];
    }

    private ChannelPlan ReadChannel(object given)
    {
        try
        {
            return PlanInput.ReadChannel(given);
        }
        catch (FormatException unfit)
        {
            throw Terminating(Errors.ChannelUnfit(given, unfit));
        }
    }
}
