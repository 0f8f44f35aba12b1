namespace FruitSalad.Faults;

/// <summary>The messages of one direction of a connection that are on their way, and when each arrives.</summary>
/// <remarks>What keeps its order never arrives before what went before it; what overtakes is bound by nothing.</remarks>
internal sealed class InFlight
{
    private readonly PriorityQueue<byte[]?, (TimeSpan Due, long Order)> _messages = new();
    private TimeSpan _laneEnd = TimeSpan.MinValue;
    private long _order;

    /// <summary>When the next message arrives; null: none is on its way.</summary>
    public TimeSpan? NextDue => _messages.TryPeek(out _, out (TimeSpan Due, long Order) next) ? next.Due : null;

    /// <summary>Sends a message on its way.</summary>
    /// <param name="message">The message; null: the connection's end.</param>
    /// <param name="due">When it would arrive if it were alone.</param>
    /// <param name="overtakes">Whether the order does not bind it.</param>
    public void Add(byte[]? message, TimeSpan due, bool overtakes)
    {
        if (!overtakes)
        {
            due = due > _laneEnd ? due : _laneEnd;
            _laneEnd = due;
        }

        _messages.Enqueue(message, (due, _order++));
    }

    /// <summary>Takes out the next message that has arrived by now.</summary>
    /// <returns>False: none has.</returns>
    public bool TryTake(TimeSpan now, out byte[]? message)
    {
        message = null;
        if (!(NextDue <= now))
        {
            return false;
        }

        message = _messages.Dequeue();
        return true;
    }
}
