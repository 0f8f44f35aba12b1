namespace FruitSalad.PS;

public static partial class Session
{
    /// <summary>What the workers that this session started for a master have said so far.</summary>
    internal static IReadOnlyList<WorkerLogLine> WorkerLines(SaladMasterHandle master) => WorkerLinesOf(master);

    /// <summary>Where these lines come from: none but started workers have any.</summary>
    internal static Func<SaladMasterHandle, IReadOnlyList<WorkerLogLine>> WorkerLinesOf { get; set; } = _ => [];
}
