namespace FruitSalad.Store;

/// <summary>A lease as its holder names it.</summary>
public readonly record struct HeldTask(int TaskId, int Attempt);
