namespace FruitSalad.Faults;

/// <summary>What happens to the master, and what its owner does.</summary>
public sealed record FaultPlan
{
    /// <summary>Nothing.</summary>
    public static readonly FaultPlan None = new();

    /// <summary>When the master falls.</summary>
    public IReadOnlyList<MasterOutage> Outages { get; init; } = [];

    /// <summary>What the owner does, and when since the salad's epoch.</summary>
    public IReadOnlyList<(TimeSpan At, OwnerAct Act)> OwnerActs { get; init; } = [];
}
