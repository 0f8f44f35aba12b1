namespace FruitSalad.Worker;

/// <summary>
/// How many tasks a worker asks for at once: a fixed number or, where it is told how far to look ahead, as many as it
/// does in that time. So short tasks share a round trip, and long ones are left to other workers.
/// </summary>
/// <param name="most">The number, or the most.</param>
/// <param name="ahead">How long the tasks in hand should last; null: the number is fixed.</param>
public sealed class Appetite(int most, TimeSpan? ahead = null)
{
    private TimeSpan? _mean;
    private TimeSpan? _begun;

    /// <summary>How many to ask for now.</summary>
    public int Count { get; private set; } = ahead is null ? most : 1;

    /// <summary>How long a result may wait for others to travel with, while work goes on; null: not at all.</summary>
    public TimeSpan? Linger { get; } = ahead / 10;

    /// <summary>A task begins.</summary>
    public void Began(TimeSpan now) => _begun = now;

    /// <summary>No task runs any more; may be said again and again.</summary>
    public void Ended(TimeSpan now)
    {
        if (ahead is not { } aim || _begun is not { } begun)
        {
            return;
        }

        _begun = null;
        TimeSpan last = now - begun;
        _mean = _mean is { } mean ? (mean + last) / 2 : last;

        // At most twice as many as before: one quick task among slow ones must not draw them all here.
        double fit = _mean > TimeSpan.Zero ? aim / _mean.Value : most;
        Count = (int)Math.Clamp(fit, 1, Math.Min(most, Count * 2));
    }
}
