using FruitSalad.Contract;
using FruitSalad.History;

namespace FruitSalad.Chaos;

/// <summary>What is known of a chaos run beyond the salad's own history. Times are the salad's.</summary>
/// <param name="MasterKills">When a master was killed.</param>
/// <param name="Outages">When the store was away.</param>
/// <param name="Masterless">When no master was left.</param>
/// <param name="WorkerKills">How many workers were killed.</param>
/// <param name="End">The last status.</param>
/// <param name="Results">What witnesses were told of their results.</param>
/// <param name="Additions">What the owner was told of its additions.</param>
internal sealed record ChaosMemory(
    IReadOnlyList<TimeSpan> MasterKills, IReadOnlyList<(TimeSpan From, TimeSpan To)> Outages,
    IReadOnlyList<(TimeSpan From, TimeSpan To)> Masterless, int WorkerKills, SaladStatus End,
    IReadOnlyList<AcknowledgedResult> Results, IReadOnlyList<AcknowledgedAddition> Additions);
