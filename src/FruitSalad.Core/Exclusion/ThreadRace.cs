namespace FruitSalad.Exclusion;

/// <summary>
/// A race of real threads on one counter. All wait at a start barrier: two million increments take so little time that
/// the first thread would else be done before the second had begun.
/// </summary>
/// <param name="threads">Number of threads, at least 1.</param>
/// <param name="increments">Increments that each thread makes, at least 1.</param>
public sealed class ThreadRace(int threads, int increments)
{
    /// <summary>Between two looks at the cancellation: some microseconds of work, so that it costs nothing.</summary>
    private const int Stretch = 4096;

    private readonly Lock _lock = new();
    private long _counter;

    /// <summary>Counts from zero and waits until every thread has ended.</summary>
    /// <param name="mode">None, Lock, Interlocked, or Single, which takes one thread whatever was asked for.</param>
    /// <param name="time">Measures <see cref="RaceResult.Elapsed"/>.</param>
    /// <param name="cancellation">Ends all threads within a millisecond or so.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mode is one of the scheduled ones.</exception>
    /// <exception cref="OperationCanceledException">The race was cancelled.</exception>
    public RaceResult Run(RaceMode mode, TimeProvider time, CancellationToken cancellation = default)
    {
        Action<int> count = mode switch
        {
            RaceMode.Single or RaceMode.None => CountUnguarded,
            RaceMode.Lock => CountLocked,
            RaceMode.Interlocked => CountInterlocked,
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
        };
        var runners = mode == RaceMode.Single ? 1 : threads;
        _counter = 0;
        var started = 0L;
        using var start = new Barrier(runners, _ => started = time.GetTimestamp());
        var all = Enumerable.Range(0, runners).Select(_ => new Thread(() => Race(count, start, cancellation))
        {
            IsBackground = true,
        }).ToArray();
        Array.ForEach(all, thread => thread.Start());
        Array.ForEach(all, thread => thread.Join());
        var elapsed = time.GetElapsedTime(started);
        cancellation.ThrowIfCancellationRequested();
        return new RaceResult(mode, runners, (long)runners * increments, _counter, elapsed);
    }

    private void Race(Action<int> count, Barrier start, CancellationToken cancellation)
    {
        start.SignalAndWait(CancellationToken.None);
        for (var left = increments; left > 0 && !cancellation.IsCancellationRequested; left -= Stretch)
        {
            count(Math.Min(left, Stretch));
        }
    }

    private void CountUnguarded(int times)
    {
        // Volatile, so that the compiler cannot keep the counter in a register and write it once at the end (which
        // loses all or nothing): each increment is a read, an addition and a write in memory that others see.
        for (var k = 0; k < times; k++)
        {
            var copy = Volatile.Read(ref _counter);
            Volatile.Write(ref _counter, copy + 1);
        }
    }

    private void CountLocked(int times)
    {
        for (var k = 0; k < times; k++)
        {
            // Held as briefly as possible: inside the loop, so that the other threads get their turns.
            lock (_lock)
            {
                _counter++;
            }
        }
    }

    private void CountInterlocked(int times)
    {
        for (var k = 0; k < times; k++)
        {
            Interlocked.Increment(ref _counter);
        }
    }
}
