using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Tasks;

public class SeededRandomTests
{
    /// <summary>A seed that somebody wrote down must mean the same run in every version.</summary>
    [Fact]
    public void A_seed_means_the_same_numbers_for_ever()
    {
        var random = new SeededRandom(42);

        Assert.Equal(3733517888096887737UL, random.NextBits());
        Assert.Equal(15200869681249200026UL, random.NextBits());
        Assert.Equal(4970228290306688711UL, random.NextBits());
        Assert.Equal(5349357645834904412UL, new SeededRandom(42, stream: 1).NextBits());
        Assert.Equal(1681024774726250064UL, new SeededRandom(-1).NextBits());
    }

    [Fact]
    public void Each_stream_has_its_own_numbers()
    {
        ulong[] first = [.. Enumerable.Range(0, 1000).Select(stream => new SeededRandom(1, stream).NextBits())];
        ulong[] otherSeed = [.. Enumerable.Range(0, 1000).Select(stream => new SeededRandom(2, stream).NextBits())];

        Assert.Equal(2000, first.Concat(otherSeed).Distinct().Count());
    }

    [Fact]
    public void Numbers_stay_below_their_bound_and_are_equally_likely()
    {
        var random = new SeededRandom(1);
        int[] seen = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            seen[random.Next(7)]++;
        }

        Assert.All(seen, count => Assert.InRange(count, 9_600, 10_400));
        Assert.Equal(0, random.Next(1));
    }

    [Fact]
    public void Chances_are_kept()
    {
        var random = new SeededRandom(1);

        Assert.InRange(Enumerable.Range(0, 100_000).Count(_ => random.Chance(0.6)), 59_300, 60_700);
        Assert.DoesNotContain(true, Enumerable.Range(0, 1000).Select(_ => random.Chance(0)));
        Assert.DoesNotContain(false, Enumerable.Range(0, 1000).Select(_ => random.Chance(1)));
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(random.NextDouble(), 0, 1 - 1e-16));
    }

    [Fact]
    public void Every_order_of_a_shuffle_is_equally_likely()
    {
        var seen = new Dictionary<string, int>();
        for (int seed = 0; seed < 24_000; seed++)
        {
            char[] letters = [.. "abcd"];
            new SeededRandom(seed).Shuffle(letters.AsSpan());
            string order = new(letters);
            seen[order] = seen.GetValueOrDefault(order) + 1;
        }

        // Chi-square with 23 degrees of freedom: above 50 once in a thousand.
        Assert.Equal(24, seen.Count);
        Assert.InRange(seen.Values.Sum(count => (count - 1000.0) * (count - 1000.0) / 1000.0), 0, 50);
    }
}
