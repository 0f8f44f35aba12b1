namespace FruitSalad.Rpc;

/// <summary>
/// The time since a salad's epoch, by the monotonic clock: nobody who sets the machine's clock moves a deadline.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class SaladClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>The wall clock's time at the epoch, for people.</summary>
    public DateTimeOffset Epoch { get; } = time.GetUtcNow();

    /// <summary>Now, since the epoch.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Makes a timer on the same clock, not armed.</summary>
    public ITimer CreateTimer(Action due) =>
        time.CreateTimer(_ => due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
