namespace FruitSalad.Rpc;

/// <summary>The one timer: runs the tick when the earliest deadline comes.</summary>
internal sealed class DueTimer : IDisposable
{
    private static readonly TimeSpan Never = TimeSpan.MaxValue;
    private readonly Lock _lock = new();
    private readonly SaladClock _clock;
    private readonly ITimer _timer;
    private long _armed = Never.Ticks;

    public DueTimer(SaladClock clock, Func<Task> tick)
    {
        _clock = clock;
        _timer = clock.CreateTimer(() =>
        {
            Volatile.Write(ref _armed, Never.Ticks);
            _ = tick();
        });
    }

    /// <summary>Something is due then. Only an earlier time than the armed one moves the timer.</summary>
    public void Need(TimeSpan? due)
    {
        if (due is not { } at || at.Ticks >= Volatile.Read(ref _armed))
        {
            return;
        }

        lock (_lock)
        {
            if (at.Ticks >= Volatile.Read(ref _armed))
            {
                return;
            }

            Volatile.Write(ref _armed, at.Ticks);

            // Timers count in whole milliseconds and may fire early by a fraction: round up, or the tick comes too soon.
            TimeSpan delay = at - _clock.Now;
            double ms = Math.Clamp(Math.Ceiling(delay.TotalMilliseconds), 0, int.MaxValue - 1);
            _timer.Change(TimeSpan.FromMilliseconds(ms), Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();
}
