using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>What a salad is made with and keeps for life.</summary>
public sealed record SaladSettings
{
    /// <summary>The salad's name.</summary>
    public string Name { get; init; } = "salad";

    /// <summary>The salad's identity: workers that reconnect, and masters that share a store, know it by this.</summary>
    public required Guid Id { get; init; }

    /// <summary>The policy, its durations already scaled.</summary>
    public required SaladPolicy Policy { get; init; }

    /// <summary>What every duration of tasks is multiplied with; 1 for real seconds.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>The recorded seed of everything random in this salad.</summary>
    public long Seed { get; init; }

    /// <summary>Nothing is handed out before so many workers said hello; 0: to whoever comes.</summary>
    public int ExpectWorkers { get; init; }

    /// <summary>Whether tasks may be added until somebody closes the salad.</summary>
    public bool KeepOpen { get; init; }

    /// <summary>How many events are kept in memory; older ones are forgotten, and readers told so.</summary>
    public int EventCapacity { get; init; } = 100_000;
}
