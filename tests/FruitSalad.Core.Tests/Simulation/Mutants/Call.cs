using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation.Mutants;

/// <summary>What a rule was asked; each rule fills in what it is told.</summary>
internal readonly record struct Call(SaladPolicy Policy, FruitSalad.Store.TaskRow Row)
{
    public WorkerId Worker { get; init; }

    public int Attempt { get; init; }

    public TimeSpan Now { get; init; }

    public bool RunsNow { get; init; }

    public bool Valid { get; init; }

    public bool Ended { get; init; }
}
