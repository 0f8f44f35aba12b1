using FruitSalad.Simulation;
using FruitSalad.Store;

namespace FruitSalad.Core.Tests.Simulation.Mutants;

/// <summary>One thing done wrong on purpose, for the checkers to find.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Wrong">What is wrong, in a line.</param>
internal sealed record Mutation(string Name, string Wrong)
{
    public static readonly IReadOnlyList<Mutation> All =
    [
        .. ClaimMutants.All, .. LeaseMutants.All, .. AcceptMutants.All, .. EndMutants.All, .. StoreMutants.All,
        .. WorkerMutants.All, .. PlacementMutants.All,
    ];

    /// <summary>Rules with one wrong page.</summary>
    public RuleBook Rules { get; init; } = RuleBook.Standard;

    /// <summary>What spoils the store's questions or answers.</summary>
    public Func<ITaskStore, ITaskStore>? Store { get; init; }

    /// <summary>What spoils a worker's messages.</summary>
    public Func<object, object?>? Misspoken { get; init; }

    /// <summary>The plans to try, by seed.</summary>
    public Func<long, SimulationPlan> Plan { get; init; } = RandomPlan.Of;

    public SimulationPlan At(long seed) => Plan(seed) with { Rules = Rules, Disturbed = Store, Misspoken = Misspoken };
}
