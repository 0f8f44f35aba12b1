using FruitSalad.Exclusion;

namespace FruitSalad.Core.Tests.Exclusion;

public class ThreadRaceTests
{
    private const int Increments = 200_000;

    [Fact]
    public void One_thread_loses_nothing()
    {
        var result = Run(RaceMode.Single, threads: 2);

        Assert.Equal((1, Increments, 0), (result.Threads, result.Actual, result.Lost));
    }

    [Theory]
    [InlineData(RaceMode.Lock)]
    [InlineData(RaceMode.Interlocked)]
    public void Exclusive_threads_lose_nothing(RaceMode mode)
    {
        var result = Run(mode, threads: 3);

        Assert.Equal((3, 3 * Increments, 0), (result.Threads, result.Actual, result.Lost));
        Assert.True(result.Elapsed > TimeSpan.Zero);
    }

    [Fact]
    public void Threads_without_exclusion_lose_updates_at_least_once_in_many_races()
    {
        // One race may be lucky, the more so on a single processor; so many in a row are not.
        var races = Enumerable.Range(0, 200).Select(_ => Run(RaceMode.None, threads: 4));

        Assert.Contains(races, race => race is { Lost: > 0, Actual: > 0 });
    }

    [Fact]
    public void Scheduled_modes_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(RaceMode.Scheduled, threads: 2));

    [Theory]
    [InlineData(RaceMode.None)]
    [InlineData(RaceMode.Lock)]
    [InlineData(RaceMode.Interlocked)]
    public async Task Cancellation_ends_a_race_that_runs(RaceMode mode)
    {
        using var stop = new CancellationTokenSource();
        // The clock is read when all threads stand at the start: from there on, cancelled, it must end long before
        // it has counted that far.
        var time = new ActingClock(stop.Cancel);

        var race = Task.Run(() => new ThreadRace(2, int.MaxValue).Run(mode, time, stop.Token), stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => race.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    private static RaceResult Run(RaceMode mode, int threads) => new ThreadRace(threads, Increments)
        .Run(mode, TimeProvider.System, TestContext.Current.CancellationToken);

    private sealed class ActingClock(Action act) : TimeProvider
    {
        public override long GetTimestamp()
        {
            act();
            return base.GetTimestamp();
        }
    }
}
