namespace FruitSalad.Benchmarks;

/// <summary>
/// The processor time of this process, garbage collection included: on a busy machine a single thread's clock on the
/// wall shows the neighbours' work instead of its own. On an idle one both are the same.
/// </summary>
internal static class Processor
{
    public static TimeSpan Time => Environment.CpuUsage.TotalTime;

    /// <summary>Moves everything that lives to the oldest generation, so that no loop pays for what was made before it.</summary>
    public static void Settle()
    {
        for (int generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            GC.Collect();
        }
    }
}
