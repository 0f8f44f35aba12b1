using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>Some events in order.</summary>
/// <param name="Events">The events.</param>
/// <param name="Next">The number to ask from next time.</param>
/// <param name="Incomplete">Whether older events than these were asked for and are forgotten.</param>
public sealed record EventPage(IReadOnlyList<SaladEvent> Events, long Next, bool Incomplete);
