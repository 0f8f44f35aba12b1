namespace FruitSalad.Store;

/// <summary>
/// For whoever watches every transition from the same thread, between operations: no copy, no lock.
/// </summary>
public sealed partial class MemoryTaskStore
{
    internal EventRing EventTap => _events;

    internal TaskCounts CountTap => _counts;

    internal TimeSpan DurationTap(int task) => _tasks[task].Duration;

    internal TaskCell CellTap(int task) => _tasks[task];
}
