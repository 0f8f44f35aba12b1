using FruitSalad.Tasks;

namespace FruitSalad.Faults;

/// <summary>How long a message is on its way: a distribution to draw from.</summary>
public readonly record struct Delay
{
    private Delay(DelayShape shape, TimeSpan least, double spread)
    {
        Shape = shape;
        Least = least;
        Spread = spread;
    }

    /// <summary>No delay at all.</summary>
    public static Delay None => default;

    /// <summary>How it is distributed.</summary>
    public DelayShape Shape { get; }

    /// <summary>The shortest possible delay.</summary>
    public TimeSpan Least { get; }

    /// <summary>Whether there is a longest delay.</summary>
    public bool IsBounded => Shape is DelayShape.Constant or DelayShape.Uniform;

    /// <summary>The longest possible delay; <see cref="TimeSpan.MaxValue"/> where there is none.</summary>
    public TimeSpan Longest => IsBounded ? Least + TimeSpan.FromTicks((long)Spread) : TimeSpan.MaxValue;

    /// <summary>For uniform ones the width, for exponential ones the mean beyond the least, in ticks; for heavy tails the exponent.</summary>
    internal double Spread { get; }

    /// <summary>Always the same.</summary>
    public static Delay Constant(TimeSpan delay) => new(DelayShape.Constant, delay, 0);

    /// <summary>Anything from the one to the other.</summary>
    public static Delay Uniform(TimeSpan least, TimeSpan most) =>
        new(DelayShape.Uniform, least, Math.Max(0, (most - least).Ticks));

    /// <summary>The least, and on average as much more as the mean says.</summary>
    public static Delay Exponential(TimeSpan least, TimeSpan mean) => new(DelayShape.Exponential, least, mean.Ticks);

    /// <summary>A Pareto distribution: the least, times 1/u^(1/exponent) for a u drawn from (0, 1].</summary>
    /// <param name="least">The shortest, more than zero.</param>
    /// <param name="exponent">The smaller, the heavier the tail; at 1 and below not even the mean is finite.</param>
    public static Delay HeavyTailed(TimeSpan least, double exponent = 1.5) => new(DelayShape.HeavyTailed, least, exponent);

    /// <summary>The same distribution of delays that are so many times as long.</summary>
    public Delay Scale(double factor) => new(Shape, Least * factor, Shape == DelayShape.HeavyTailed ? Spread : Spread * factor);

    /// <summary>Draws one.</summary>
    public TimeSpan Draw(SeededRandom random) => Shape switch
    {
        DelayShape.Constant => Least,
        DelayShape.Uniform => Least + TimeSpan.FromTicks((long)(random.NextDouble() * (Spread + 1))),
        DelayShape.Exponential => Least + Ticks(-Math.Log(1 - random.NextDouble()) * Spread),
        _ => Ticks(Least.Ticks * Math.Pow(1 - random.NextDouble(), -1 / Spread)),
    };

    /// <summary>A day is longer than any experiment; beyond it a sum of times could overflow.</summary>
    private static TimeSpan Ticks(double ticks) => TimeSpan.FromTicks((long)Math.Min(ticks, TimeSpan.TicksPerDay));
}
