namespace FruitSalad.PS.Tests;

/// <summary>Against values from published tables.</summary>
public class EstimateTests
{
    [Fact]
    public void A_mean_has_students_limits()
    {
        // t for 4 degrees of freedom is 2.776; the standard error of these is sqrt(2.5 / 5).
        var mean = Estimate.OfMean([1, 2, 3, 4, 5]);

        Assert.Equal(3, mean.Value);
        Assert.Equal(3 - (2.776 * Math.Sqrt(0.5)), mean.Low, 3);
        Assert.Equal(3 + (2.776 * Math.Sqrt(0.5)), mean.High, 3);
    }

    [Theory]
    [InlineData(0, 10, 0, 0.3085)]
    [InlineData(10, 10, 0.6915, 1)]
    [InlineData(5, 10, 0.1871, 0.8129)]
    public void A_share_has_clopper_and_pearsons(int hits, int all, double low, double high)
    {
        var share = Estimate.OfShare(hits, all);

        Assert.Equal(low, share.Low, 4);
        Assert.Equal(high, share.High, 4);
    }

    [Fact]
    public void One_value_says_nothing_of_its_mean() =>
        Assert.Equal((7, double.NegativeInfinity, double.PositiveInfinity), Unpack(Estimate.OfMean([7])));

    private static (double, double, double) Unpack(Estimate estimate) => (estimate.Value, estimate.Low, estimate.High);
}
