using System.Globalization;
using MathNet.Numerics.Distributions;

namespace FruitSalad.PS;

/// <summary>What a sample says of a mean or a share, and between which limits the truth lies with 95 % confidence.</summary>
/// <param name="Value">The sample's mean or share; not a number: the sample is empty.</param>
/// <param name="Low">The lower limit.</param>
/// <param name="High">The upper limit.</param>
public readonly record struct Estimate(double Value, double Low, double High)
{
    private const double Tail = 0.025;

    /// <summary>A mean, by Student's t; of a single value the limits are infinite.</summary>
    /// <param name="values">The sample.</param>
    public static Estimate OfMean(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
        {
            return new Estimate(double.NaN, double.NegativeInfinity, double.PositiveInfinity);
        }

        var mean = values.Average();
        if (values.Count == 1)
        {
            return new Estimate(mean, double.NegativeInfinity, double.PositiveInfinity);
        }

        var error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) / values.Count);
        var reach = error == 0 ? 0 : error * StudentT.InvCDF(0, 1, values.Count - 1, 1 - Tail);
        return new Estimate(mean, mean - reach, mean + reach);
    }

    /// <summary>A share, by Clopper and Pearson: never too narrow.</summary>
    /// <param name="hits">How many have it.</param>
    /// <param name="all">Of how many; 1 or more.</param>
    public static Estimate OfShare(int hits, int all) => new(
        (double)hits / all,
        hits == 0 ? 0 : Beta.InvCDF(hits, all - hits + 1, Tail),
        hits == all ? 1 : Beta.InvCDF(hits + 1, all - hits, 1 - Tail));

    /// <summary>The value and its limits, in the user's culture.</summary>
    public override string ToString() => string.Create(CultureInfo.CurrentCulture, $"{Value:0.###} [{Low:0.###}..{High:0.###}]");
}
