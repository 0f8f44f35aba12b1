using FruitSalad.Faults;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Faults;

public class OneWayPlanTests
{
    private const int Many = 20_000;

    [Fact]
    public void A_perfect_way_brings_everything_at_once()
    {
        var random = new SeededRandom(1);
        ulong untouched = new SeededRandom(1).NextBits();

        Assert.Equal(new Passage(true, false, TimeSpan.Zero, false, null), OneWayPlan.Perfect.Draw(random));
        Assert.Equal(untouched, random.NextBits());
    }

    [Fact]
    public void Each_fault_comes_as_often_as_it_should()
    {
        var way = new OneWayPlan { Loss = 0.1, Corruption = 0.2, Reordering = 0.3, Duplication = 0.4 };
        Passage[] passages = Draw(way);
        Passage[] arrived = [.. passages.Where(passage => passage.Arrives)];

        AssertShare(0.9, passages, passage => passage.Arrives);
        AssertShare(0.2, arrived, passage => passage.Damaged);
        AssertShare(0.3, arrived, passage => passage.Overtakes);
        AssertShare(0.4, arrived, passage => passage.CopyAfter is not null);
    }

    [Fact]
    public void The_same_seed_draws_the_same()
    {
        var way = new OneWayPlan { Loss = 0.5, Delay = Delay.HeavyTailed(TimeSpan.FromSeconds(1)) };

        Assert.Equal(Draw(way), Draw(way));
        Assert.NotEqual(Draw(way), Draw(way, seed: 2));
    }

    [Theory]
    [InlineData(DelayShape.Constant)]
    [InlineData(DelayShape.Uniform)]
    [InlineData(DelayShape.Exponential)]
    [InlineData(DelayShape.HeavyTailed)]
    public void A_scaled_delay_is_the_same_distribution_in_other_units(DelayShape shape)
    {
        Delay delay = Of(shape);
        var random = new SeededRandom(3);
        var again = new SeededRandom(3);
        for (int i = 0; i < 1000; i++)
        {
            double one = delay.Draw(random).TotalMilliseconds;
            Assert.Equal(one * 0.1, delay.Scale(0.1).Draw(again).TotalMilliseconds, tolerance: 0.001 + (one * 1e-6));
        }
    }

    [Fact]
    public void Bandwidth_makes_messages_wait_for_each_other()
    {
        var throttle = default(Throttle);
        TimeSpan second = TimeSpan.FromSeconds(1);

        Assert.Equal(second, throttle.Pass(TimeSpan.Zero, 100, 100));
        Assert.Equal(2 * second, throttle.Pass(TimeSpan.Zero, 100, 100));
        Assert.Equal(1.5 * second, throttle.Pass(second, 50, 100));
        Assert.Equal(second, throttle.Pass(60 * second, 100, 100));
        Assert.Equal(TimeSpan.Zero, default(Throttle).Pass(second, 100, null));
    }

    [Fact]
    public void Only_what_brings_everything_in_known_time_is_perfect()
    {
        Assert.True(new OneWayPlan { Delay = Delay.Constant(TimeSpan.FromHours(1)), Duplication = 1, Reordering = 1 }.IsPerfect);
        Assert.False(new OneWayPlan { Loss = 0.01 }.IsPerfect);
        Assert.False(new OneWayPlan { Corruption = 0.01 }.IsPerfect);
        Assert.False(new OneWayPlan { Bandwidth = 1e9 }.IsPerfect);
        Assert.False(new OneWayPlan { Delay = Of(DelayShape.Exponential) }.IsPerfect);
        Assert.False(new ChannelPlan { ToWorker = new OneWayPlan { Loss = 1 } }.IsPerfect);
    }

    private static Passage[] Draw(OneWayPlan way, long seed = 1)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, Many).Select(_ => way.Draw(random))];
    }

    private static Delay Of(DelayShape shape) => shape switch
    {
        DelayShape.Constant => Delay.Constant(TimeSpan.FromSeconds(2)),
        DelayShape.Uniform => Delay.Uniform(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)),
        DelayShape.Exponential => Delay.Exponential(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)),
        _ => Delay.HeavyTailed(TimeSpan.FromSeconds(1)),
    };

    /// <summary>Within five standard deviations.</summary>
    private static void AssertShare(double expected, Passage[] of, Func<Passage, bool> which) =>
        Assert.Equal(expected, of.Count(which) / (double)of.Length, tolerance: 5 * Math.Sqrt(expected * (1 - expected) / of.Length));
}
