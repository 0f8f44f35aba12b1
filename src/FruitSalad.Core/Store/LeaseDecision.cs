namespace FruitSalad.Store;

/// <summary>A task's next row, and what that means for the lease.</summary>
public readonly record struct LeaseDecision(TaskRow Row, LeaseOutcome Outcome);
