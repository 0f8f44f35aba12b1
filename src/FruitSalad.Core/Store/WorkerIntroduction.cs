namespace FruitSalad.Store;

/// <summary>How a worker presents itself. Names are for people; only its id identifies it.</summary>
/// <param name="Name">What people call it: "W-4711".</param>
/// <param name="ProcessId">The number of its process on its machine; 0 for a thread of another process.</param>
/// <param name="Host">The name of its machine.</param>
public sealed record WorkerIntroduction(string Name, int ProcessId, string Host)
{
    /// <summary>What it offers to tasks that ask for it: "gpu", "region=eu".</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}
