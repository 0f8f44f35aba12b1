using System.Globalization;
using FruitSalad.Exclusion;

namespace FruitSalad.Core.Tests.Exclusion;

public class ScheduledRaceTests
{
    private static readonly string[] LostUpdateInFrench =
    [
        "1. i = 0",
        "2. t1 lit i : i = 0",
        "3. t2 lit i : i = 0",
        "4. t1 incrémente i : i = 0 + 1",
        "5. t2 incrémente i : i = 0 + 1",
        "6. i vaut 1 au lieu de 2",
    ];

    private static readonly string[] LockInEnglish =
    [
        "1. i = 0",
        "2. t1 takes a lock on i",
        "3. t1 reads i: i = 0",
        "4. t2 cannot read i because of the lock: it waits",
        "5. t1 increments i: i = 1",
        "6. t1 frees the lock",
        "7. t2 sees that the lock is free and takes it",
        "8. t2 reads i: i = 1",
        "9. t2 increments i: i = 2",
        "10. t2 frees the lock",
        "11. i is 2 (hooray!)",
    ];

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(2, 100, 100)]
    [InlineData(3, 10, 20)]
    public void Tutorial_order_loses_all_but_one_increment_of_each_round(int threads, int increments, int lost)
    {
        var race = new ScheduledRace(threads, increments, exclusive: false);

        var result = Run(race, race.TutorialSchedule);

        Assert.Equal(lost, result.Lost);
        Assert.Equal(threads * increments, result.Expected);
        Assert.Equal(RaceMode.Scheduled, result.Mode);
    }

    [Fact]
    public void Tutorial_order_prints_the_tutorials_steps_in_French()
    {
        var race = new ScheduledRace(2, 1, exclusive: false);

        Assert.Equal(LostUpdateInFrench, Print(Run(race, race.TutorialSchedule), "fr-FR"));
    }

    [Fact]
    public void Tutorial_order_with_the_lock_prints_the_tutorials_steps_in_English()
    {
        var race = new ScheduledRace(2, 1, exclusive: true);

        Assert.Equal(LockInEnglish, Print(Run(race, race.TutorialSchedule), "en-GB"));
    }

    [Theory]
    [InlineData(1, new long[] { 1, 2 })]
    [InlineData(2, new long[] { 2, 3, 4 })]
    public void All_orders_without_a_lock_give_exactly_these_outcomes(int increments, long[] outcomes)
    {
        var race = new ScheduledRace(2, increments, exclusive: false);

        var actual = Interleaving.All([3 * increments, 3 * increments]).Select(order => Run(race, order).Actual);

        Assert.Equal(outcomes, actual.Distinct().Order());
    }

    [Fact]
    public void Only_one_after_the_other_loses_nothing()
    {
        var race = new ScheduledRace(2, 1, exclusive: false);

        var harmless = Interleaving.All(race.Round).Where(order => Run(race, order).Lost == 0);

        Assert.Equal([[1, 1, 1, 2, 2, 2], [2, 2, 2, 1, 1, 1]], harmless);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void All_orders_with_the_lock_give_one_outcome(int threads)
    {
        var race = new ScheduledRace(threads, 1, exclusive: true);
        // All 252 for two threads; of the 756756 for three, each thousandth.
        var stride = threads == 2 ? 1 : 1000;

        for (long index = 0; index < Interleaving.Count(race.Round); index += stride)
        {
            Assert.Equal(threads, Run(race, race.IndexedSchedule(index)).Actual);
        }
    }

    [Fact]
    public void An_indexed_order_holds_for_each_increment()
    {
        var race = new ScheduledRace(2, 50, exclusive: false);

        Assert.Equal(0, Run(race, race.IndexedSchedule(0)).Lost);
        Assert.Equal(50, Run(race, race.IndexedSchedule(1)).Lost);
    }

    [Fact]
    public void What_a_schedule_leaves_undone_is_done_thread_by_thread()
    {
        var race = new ScheduledRace(2, 1, exclusive: true);

        // The second thread holds the lock when the schedule ends, and the first waits for it.
        var result = Run(race, [2, 1]);

        Assert.Equal(2, result.Actual);
        Assert.Equal([2, 1, 2, 2, 2, 1, 1, 1, 1], result.Steps.Select(step => step.Thread).Where(t => t > 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_schedule_with_an_unknown_thread_is_refused(int thread) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(new ScheduledRace(2, 1, exclusive: false), [1, thread]));

    [Fact]
    public void Cancellation_ends_the_race() =>
        Assert.Throws<OperationCanceledException>(() => new ScheduledRace(2, 1, exclusive: false)
            .Run([1, 2], TimeProvider.System, new CancellationToken(canceled: true)));

    private static RaceResult Run(ScheduledRace race, IEnumerable<int> schedule) =>
        race.Run(schedule, TimeProvider.System, TestContext.Current.CancellationToken);

    private static IEnumerable<string> Print(RaceResult result, string culture)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new CultureInfo(culture);
        try
        {
            return [.. result.Steps.Select(step => step.ToString())];
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
