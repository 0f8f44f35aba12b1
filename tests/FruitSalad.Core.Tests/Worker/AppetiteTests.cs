using FruitSalad.Worker;

namespace FruitSalad.Core.Tests.Worker;

public class AppetiteTests
{
    [Fact]
    public void Without_a_look_ahead_the_number_is_fixed()
    {
        var appetite = new Appetite(7);
        Work(appetite, 1000, 1);

        Assert.Equal(7, appetite.Count);
        Assert.Null(appetite.Linger);
    }

    [Fact]
    public void Short_tasks_are_asked_for_by_the_hundred_at_most_twice_as_many_each_time()
    {
        var appetite = new Appetite(100, TimeSpan.FromMilliseconds(50));

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 100, 100], Counts(appetite, 0.1, 9));
    }

    [Fact]
    public void Long_tasks_are_left_to_others() => Assert.Equal(
        [1, 1, 1], Counts(new Appetite(100, TimeSpan.FromMilliseconds(50)), 60_000, 3));

    [Fact]
    public void A_worker_that_meets_long_tasks_after_short_ones_asks_for_fewer()
    {
        var appetite = new Appetite(100, TimeSpan.FromMilliseconds(50));
        Counts(appetite, 0.1, 9);

        Work(appetite, 0, 200);

        Assert.Equal(1, appetite.Count);
    }

    private static List<int> Counts(Appetite appetite, double ms, int tasks)
    {
        var counts = new List<int>();
        for (int i = 0; i < tasks; i++)
        {
            counts.Add(appetite.Count);
            Work(appetite, i * ms, ms);
        }

        return counts;
    }

    private static void Work(Appetite appetite, double from, double ms)
    {
        appetite.Began(TimeSpan.FromMilliseconds(from));
        appetite.Ended(TimeSpan.FromMilliseconds(from + ms));

        // Said again when nothing runs: idle time is no work.
        appetite.Ended(TimeSpan.FromMilliseconds(from + ms + 5000));
    }
}
