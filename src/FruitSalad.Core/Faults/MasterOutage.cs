namespace FruitSalad.Faults;

/// <summary>A master falls, and is started again on the store that survived it.</summary>
/// <param name="At">When, since the salad's epoch.</param>
/// <param name="For">For how long.</param>
public sealed record MasterOutage(TimeSpan At, TimeSpan For)
{
    /// <summary>Which of the masters, from 0 on.</summary>
    public int Master { get; init; }
}
