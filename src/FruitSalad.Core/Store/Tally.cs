namespace FruitSalad.Store;

/// <summary>How a vote stands.</summary>
/// <param name="Best">How many equal answers the most frequent one has.</param>
/// <param name="Live">How many replicas may still be answered.</param>
/// <param name="Made">How many replicas there are.</param>
public readonly record struct Tally(int Best, int Live, int Made);
