using FruitSalad.Faults;
using FruitSalad.History;
using FruitSalad.Simulation;
using FruitSalad.Tasks;
using FruitSalad.Tests;

namespace FruitSalad.Core.Tests.Simulation;

/// <summary>What is known of the salad without simulating it, against simulations. The benchmark `statistics` runs all of it.</summary>
public sealed class StatisticsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Zero-overhead makespans: how many of all orders take how many seconds.</summary>
    public static TheoryData<int, int, double[]> Makespans => new()
    {
        { 2, 13, [41.4, 54.3, 4.3] },
        { 3, 9, [43.9, 51.5, 4.7] },
        { 5, 6, [52.8, 45.5, 1.7] },
    };

    public static TheoryData<string, int> Figures => new()
    {
        { KnownFigure.Basic.Name, 2000 },
        { KnownFigure.Timeout.Name, 2000 },
        { KnownFigure.Robust.Name, 2000 },
        { KnownFigure.Discard.Name, 50 },
        { KnownFigure.FirstValid.Name, 1000 },
    };

    [Theory]
    [MemberData(nameof(Figures))]
    public void Salads_end_as_often_as_they_must(string name, int seeds)
    {
        KnownFigure figure = KnownFigure.All.Single(known => known.Name == name);

        List<SimulationResult> results = [.. Simulator.Sweep(figure.Plan, Seeds(seeds))];

        (int least, int most) = Binomial.Range(seeds, figure.Probability);
        Assert.InRange(results.Count(result => result.EndReason == figure.End), least, most);
        Assert.All(results, result => Assert.Empty(result.Violations));
    }

    /// <summary>Nothing lost and nothing accepted twice, counted here once more and not by the checker.</summary>
    [Fact]
    public void A_robust_salad_has_each_fruit_once() => Assert.All(
        Simulator.Sweep(KnownFigure.Robust.Plan with { KeepEvents = true }, Seeds(200)),
        result => Assert.Equal(
            Enumerable.Range(0, 11),
            result.Events.Where(e => e.Kind is EventKind.Accepted or EventKind.LateAccepted).Select(e => e.TaskId).Order()));

    [Theory]
    [MemberData(nameof(Makespans))]
    public void The_oracle_over_all_orders_has_the_known_distribution(int workers, int least, double[] percent)
    {
        int[] counts = new int[percent.Length];
        foreach (int[] order in SaladOrders.All())
        {
            counts[Oracle(order, workers) - least]++;
        }

        Assert.Equal(SaladOrders.Count, counts.Sum());
        Assert.Equal(percent, counts.Select(count => Math.Round(100.0 * count / SaladOrders.Count, 1)));
    }

    /// <summary>The simulator adds no overhead of its own.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_healthy_salad_takes_what_the_oracle_says(int workers) => Assert.All(
        SaladOrders.All().Where((_, place) => place % 97 == 0),
        order => Assert.Equal(Oracle(order, workers) * Second, Simulator.Run(Healthy(workers) with
        {
            Recipe = SaladOrders.RecipeOf(order),
            Shuffled = false,
        }).Makespan));

    /// <summary>The seeds' shuffles are as good as chance.</summary>
    [Theory]
    [MemberData(nameof(Makespans))]
    public void Shuffled_salads_take_as_long_as_often_as_they_must(int workers, int least, double[] percent)
    {
        const int Salads = 2000;
        ILookup<TimeSpan, SimulationResult> byMakespan =
            Simulator.Sweep(Healthy(workers), Seeds(Salads)).ToLookup(result => result.Makespan!.Value);

        for (int i = 0; i < percent.Length; i++)
        {
            // The table is rounded to a tenth of a percent.
            int fewest = Binomial.Range(Salads, (percent[i] - 0.05) / 100).Least;
            int most = Binomial.Range(Salads, (percent[i] + 0.05) / 100).Most;
            Assert.InRange(byMakespan[(least + i) * Second].Count(), fewest, most);
        }
    }

    [Fact]
    public void The_tutorials_probabilities_are_those_of_its_text()
    {
        Assert.Equal(0.99996, KnownFigure.Basic.Probability, 5);
        Assert.Equal(0.9987, KnownFigure.Timeout.Probability, 4);
    }

    [Theory]
    [InlineData(10, 0.5, 0.011, 2, 8)]
    [InlineData(10, 0.5, 0.01, 1, 9)]
    [InlineData(10, 0.5, 0.0009, 0, 10)]
    [InlineData(20, 1, 1e-9, 20, 20)]
    public void The_range_of_a_count_leaves_out_what_is_less_likely(int trials, double p, double tail, int least, int most) =>
        Assert.Equal((least, most), Binomial.Range(trials, p, tail));

    /// <summary>The textbook's: 7 of 20.</summary>
    [Fact]
    public void The_interval_of_a_count_is_clopper_pearsons()
    {
        (double least, double most) = Binomial.Interval(7, 20);

        Assert.Equal(0.1539, least, 4);
        Assert.Equal(0.5922, most, 4);
        Assert.Equal((0, 1), (Binomial.Interval(0, 20).Least, Binomial.Interval(20, 20).Most));
    }

    private static IEnumerable<long> Seeds(int count) => Enumerable.Range(1, count).Select(seed => (long)seed);

    private static SimulationPlan Healthy(int workers) =>
        new() { Workers = [.. Enumerable.Repeat(WorkerPlan.Healthy, workers)] };

    private static int Oracle(int[] order, int workers) => (int)MakespanOracle.Makespan(
        Array.ConvertAll(order, seconds => seconds * Second), new TimeSpan[workers]).TotalSeconds;
}
