namespace FruitSalad.PS;

public static partial class Session
{
    /// <summary>What the workers that this session started for a master have said so far.</summary>
    internal static IReadOnlyList<WorkerLogLine> WorkerLines(SaladMasterHandle master) => WorkerLinesOf(master);

    /// <summary>Where these lines come from: the workers that this session started, or what a test says.</summary>
    internal static Func<SaladMasterHandle, IReadOnlyList<WorkerLogLine>> WorkerLinesOf { get; set; } = master =>
        [.. Workers.Where(worker => worker.Master == master).SelectMany(worker => worker.Lines)];
}
