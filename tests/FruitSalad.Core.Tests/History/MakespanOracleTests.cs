using FruitSalad.History;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.History;

public class MakespanOracleTests
{
    [Theory]
    [InlineData(2, "13:41.4 14:54.3 15:4.3")]
    [InlineData(3, "9:43.9 10:51.5 11:4.7")]
    [InlineData(5, "6:52.8 7:45.5 8:1.7")]
    public void Over_all_shuffles_of_the_salad_the_shares_are_exact(int workers, string expected)
    {
        var seen = new SortedDictionary<int, int>();
        int orders = 0;
        int[] left = [0, 2, 4, 4, 1];
        Assert.Equal(
            Recipe.FruitSalad.Tasks.CountBy(task => (int)task.Duration.TotalSeconds).OrderBy(pair => pair.Key),
            left.Index().Where(pair => pair.Item > 0).Select(pair => KeyValuePair.Create(pair.Index, pair.Item)));

        // The distinct orders of the durations are equally likely, whichever of two like fruits comes first.
        Permute(left, [], order =>
        {
            int makespan = (int)MakespanOracle.Makespan(order, new TimeSpan[workers]).TotalSeconds;
            seen[makespan] = seen.GetValueOrDefault(makespan) + 1;
            orders++;
        });

        Assert.Equal(34_650, orders);
        IEnumerable<string> shares = seen.Select(pair => $"{pair.Key}:{Math.Round(pair.Value * 100.0 / orders, 1)}");
        Assert.Equal(expected, string.Join(' ', shares));
    }

    [Fact]
    public void A_worker_that_comes_late_takes_its_share_from_then_on()
    {
        TimeSpan[] durations = [Seconds(3), Seconds(3), Seconds(3), Seconds(3)];

        Assert.Equal(Seconds(12), MakespanOracle.Makespan(durations, [Seconds(0)]));
        Assert.Equal(Seconds(6), MakespanOracle.Makespan(durations, [Seconds(0), Seconds(0)]));
        Assert.Equal(Seconds(9), MakespanOracle.Makespan(durations, [Seconds(0), Seconds(5)]));
        Assert.Equal(Seconds(12), MakespanOracle.Makespan(durations, [Seconds(99), Seconds(0)]));
    }

    [Fact]
    public void Nothing_to_do_takes_no_time_and_nobody_to_do_it_is_an_error()
    {
        Assert.Equal(TimeSpan.Zero, MakespanOracle.Makespan([], []));
        Assert.Throws<ArgumentException>(() => MakespanOracle.Makespan([Seconds(1)], []));
    }

    [Fact]
    public void A_task_waits_for_those_it_depends_on()
    {
        // The crumble: dough 3 and apples 5, then spread 1, then sprinkle 2.
        TimeSpan[] durations = [Seconds(3), Seconds(5), Seconds(1), Seconds(2)];
        int[][] dependsOn = [[], [], [0, 1], [2]];

        Assert.Equal(Seconds(8), MakespanOracle.Makespan(durations, [default, default], dependsOn));
        Assert.Equal(Seconds(8), MakespanOracle.Makespan(durations, [default, default, default], dependsOn));
        Assert.Equal(Seconds(11), MakespanOracle.Makespan(durations, [default], dependsOn));
    }

    [Fact]
    public void What_becomes_ready_goes_behind_what_waits_already()
    {
        // 0 is done at 1 and makes 1 ready; but 2 and 3 wait since the beginning, so that the long one comes last.
        TimeSpan[] durations = [Seconds(1), Seconds(5), Seconds(2), Seconds(2)];

        Assert.Equal(Seconds(10), MakespanOracle.Makespan(durations, [default], [[], [0], [], []]));
        Assert.Equal(Seconds(6), MakespanOracle.Makespan(durations, [default, default], [[], [0], [], [0]]));
        Assert.Equal(Seconds(7), MakespanOracle.Makespan(durations, [default, default], [[], [0], [], []]));
    }

    [Fact]
    public void Tasks_that_wait_for_each_other_are_an_error() => Assert.Throws<ArgumentException>(
        () => MakespanOracle.Makespan([Seconds(1), Seconds(1)], [default], [[1], [0]]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Without_dependencies_both_ways_to_count_agree(long seed)
    {
        var random = new SeededRandom(seed);
        for (int round = 0; round < 200; round++)
        {
            TimeSpan[] durations = [.. Enumerable.Range(0, random.Next(40)).Select(_ => Seconds(random.Next(5)))];
            TimeSpan[] arrivals = [.. Enumerable.Range(0, 1 + random.Next(6)).Select(_ => Seconds(random.Next(9)))];
            int[][] none = [.. durations.Select(_ => Array.Empty<int>())];

            Assert.Equal(
                MakespanOracle.Makespan(durations, arrivals), MakespanOracle.Makespan(durations, arrivals, none));
        }
    }

    [Fact]
    public void A_million_tasks_are_no_trouble()
    {
        TimeSpan[] durations = [.. Enumerable.Range(0, 1_000_000).Select(i => new TimeSpan(1 + (i % 7)))];
        int[][] chain = [.. Enumerable.Range(0, 1_000_000).Select(i => i < 1000 ? Array.Empty<int>() : [i - 1000])];

        TimeSpan makespan = MakespanOracle.Makespan(durations, new TimeSpan[1000]);

        Assert.InRange(makespan.Ticks, durations.Sum(duration => duration.Ticks) / 1000, 4010);
        Assert.InRange(MakespanOracle.Makespan(durations, new TimeSpan[1000], chain).Ticks, 3900, 7000);
    }

    private static void Permute(int[] left, List<TimeSpan> order, Action<List<TimeSpan>> visit)
    {
        if (order.Count == 11)
        {
            visit(order);
            return;
        }

        for (int seconds = 1; seconds < left.Length; seconds++)
        {
            if (left[seconds] > 0)
            {
                left[seconds]--;
                order.Add(Seconds(seconds));
                Permute(left, order, visit);
                order.RemoveAt(order.Count - 1);
                left[seconds]++;
            }
        }
    }
}
