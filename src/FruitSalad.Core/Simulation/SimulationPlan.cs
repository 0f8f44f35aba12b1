using FruitSalad.Faults;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Simulation;

/// <summary>All that a simulated salad depends on: the same plan gives the same events, byte for byte.</summary>
public sealed record SimulationPlan
{
    /// <summary>What is prepared.</summary>
    public Recipe Recipe { get; init; } = Recipe.FruitSalad;

    /// <summary>Whether the seed shuffles the recipe, as the tutorial does. Only for independent tasks.</summary>
    public bool Shuffled { get; init; } = true;

    /// <summary>
    /// How likely the result of a task brings along two new ones, the second of which depends on the first, in [0, 0.5):
    /// from there on a salad would never end.
    /// </summary>
    public double Offspring { get; init; }

    /// <summary>Who works.</summary>
    public IReadOnlyList<WorkerPlan> Workers { get; init; } = [WorkerPlan.Healthy, WorkerPlan.Healthy, WorkerPlan.Healthy];

    /// <summary>The rules' choices.</summary>
    public SaladPolicy Policy { get; init; } = SaladPolicy.Robust;

    /// <summary>What happens to messages.</summary>
    public ChannelPlan Channel { get; init; } = ChannelPlan.Perfect;

    /// <summary>
    /// How many masters serve the salad. More than one share a journal, and workers go on with the next when theirs falls.
    /// </summary>
    public int Masters { get; init; } = 1;

    /// <summary>What happens to the master.</summary>
    public FaultPlan Faults { get; init; } = FaultPlan.None;

    /// <summary>
    /// Whether the workers are processes of the master's machine: their end is a proof then, and without grace.
    /// </summary>
    public bool SameMachine { get; init; } = true;

    /// <summary>Nothing is handed out before so many workers said hello; 0: to whoever comes.</summary>
    public int ExpectWorkers { get; init; }

    /// <summary>Whether tasks may be added until the owner closes the salad.</summary>
    public bool KeepOpen { get; init; }

    /// <summary>Everything random follows from it.</summary>
    public long Seed { get; init; }

    /// <summary>Which of several possible steps comes first.</summary>
    public Schedule Schedule { get; init; }

    /// <summary>A salad that has not ended by then is stuck. Virtual time since the epoch.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether the invariants are checked after every transition.</summary>
    public bool Checked { get; init; } = true;

    /// <summary>Whether the result carries the salad's events.</summary>
    public bool KeepEvents { get; init; }

    /// <summary>Whether the result carries every step, as a story.</summary>
    public bool KeepTrace { get; init; }

    /// <summary>A wrong master in the place of the right one.</summary>
    public Mutant Mutant { get; init; }

    /// <summary>The rules; a test may put in wrong ones.</summary>
    internal RuleBook Rules { get; init; } = RuleBook.Standard;

    /// <summary>What a worker's message becomes before it is sent, null for nothing; a test may put wrong words in.</summary>
    internal Func<object, object?>? Misspoken { get; init; }

    /// <summary>What stands between the master and the store; a test may put something wrong there.</summary>
    internal Func<ITaskStore, ITaskStore>? Disturbed { get; init; }
}
