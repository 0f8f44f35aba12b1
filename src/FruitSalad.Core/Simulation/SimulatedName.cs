using FruitSalad.Contract;
using FruitSalad.Store;

namespace FruitSalad.Simulation;

/// <summary>What every simulated worker of the same number is called, made once: a run should cost its steps only.</summary>
internal static class SimulatedName
{
    public static readonly JsonText Result = new("\"prepared\"");
    public static readonly JsonText Lie = new("\"spoiled\"");
    private static readonly WorkerIntroduction[] First = [.. Enumerable.Range(1, 64).Select(Make)];

    /// <param name="ordinal">From 1.</param>
    public static WorkerIntroduction Of(int ordinal) => ordinal <= First.Length ? First[ordinal - 1] : Make(ordinal);

    private static WorkerIntroduction Make(int ordinal) => new($"W-{ordinal}", ordinal, "simulated");
}
