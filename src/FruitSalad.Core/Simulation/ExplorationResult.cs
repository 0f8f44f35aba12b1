using System.Numerics;
using FruitSalad.History;

namespace FruitSalad.Simulation;

/// <summary>What came of a small salad in every order in which its steps can come.</summary>
/// <param name="Schedules">How many different orders of steps there are, from the start to the end.</param>
/// <param name="States">How many different states they lead through.</param>
/// <param name="Steps">How many steps between two states there are.</param>
public sealed record ExplorationResult(BigInteger Schedules, int States, long Steps)
{
    /// <summary>The promises that the first wrong schedule breaks; the counts then are those up to there.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>That schedule, step by step.</summary>
    public IReadOnlyList<TraceStep> FirstTrace { get; init; } = [];
}
