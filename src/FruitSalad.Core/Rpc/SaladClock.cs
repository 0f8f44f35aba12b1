namespace FruitSalad.Rpc;

/// <summary>
/// The time since a salad's epoch, by a monotonic clock: nobody who sets the machine's clock moves a deadline.
/// </summary>
public sealed class SaladClock
{
    private readonly TimeProvider _time;
    private readonly Func<TimeSpan> _now;

    /// <summary>A clock whose epoch is now.</summary>
    /// <param name="time">The clock.</param>
    public SaladClock(TimeProvider time)
    {
        long start = time.GetTimestamp();
        (_time, _now, Epoch) = (time, () => time.GetElapsedTime(start), time.GetUtcNow());
    }

    /// <summary>The clock of a salad that was there before.</summary>
    /// <param name="time">Makes the timers.</param>
    /// <param name="now">The salad's time.</param>
    public SaladClock(TimeProvider time, Func<TimeSpan> now) =>
        (_time, _now, Epoch) = (time, now, time.GetUtcNow() - now());

    /// <summary>The wall clock's time at the epoch, for people.</summary>
    public DateTimeOffset Epoch { get; }

    /// <summary>Now, since the epoch.</summary>
    public TimeSpan Now => _now();

    /// <summary>Makes a timer on the same clock, not armed.</summary>
    public ITimer CreateTimer(Action due) =>
        _time.CreateTimer(_ => due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
