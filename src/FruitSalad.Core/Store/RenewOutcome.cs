namespace FruitSalad.Store;

/// <summary>The answer to a sign of life.</summary>
/// <param name="Lost">Which of the named leases are not the worker's any more.</param>
/// <param name="Drain">Whether it should finish what runs and leave.</param>
public readonly record struct RenewOutcome(HeldTask[] Lost, bool Drain);
