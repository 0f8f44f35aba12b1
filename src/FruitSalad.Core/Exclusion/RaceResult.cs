namespace FruitSalad.Exclusion;

/// <summary>What a race counted, what it should have counted, and how long it took.</summary>
/// <param name="Mode">How the threads counted.</param>
/// <param name="Threads">Number of threads.</param>
/// <param name="Expected">Increments made by all threads together: threads times increments each.</param>
/// <param name="Actual">The counter's value at the end.</param>
/// <param name="Elapsed">From the moment when all threads stood at the start until the last had ended.</param>
public sealed record RaceResult(RaceMode Mode, int Threads, long Expected, long Actual, TimeSpan Elapsed)
{
    /// <summary>Increments that another thread overwrote: the tutorial's <c>2N - i</c>.</summary>
    public long Lost => Expected - Actual;

    /// <summary>Each step in its order, for the scheduled modes; empty for real threads.</summary>
    public IReadOnlyList<RaceStep> Steps { get; init; } = [];
}
