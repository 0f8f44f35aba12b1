namespace FruitSalad.Faults;

/// <summary>How the delays of a channel are distributed.</summary>
public enum DelayShape : byte
{
    /// <summary>Always the same.</summary>
    Constant,

    /// <summary>Anything between two bounds, each equally likely.</summary>
    Uniform,

    /// <summary>Mostly short, with a tail that thins out quickly.</summary>
    Exponential,

    /// <summary>Mostly short, and now and then very long (Pareto): the greeting card that arrives in March.</summary>
    HeavyTailed,
}
