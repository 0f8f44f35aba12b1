namespace FruitSalad.Master;

/// <summary>
/// The questions that wait, first come first served. Guarded by a version: whoever found nothing parks only if nothing
/// has changed since it looked, else it looks again - so no wake-up is lost between looking and parking.
/// </summary>
internal sealed class ParkedAsks
{
    private readonly Lock _lock = new();
    private readonly LinkedList<ParkedAsk> _asks = [];
    private long _version;

    /// <summary>Read before looking for work.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Parks the question unless something has changed since the version was read.</summary>
    public bool TryPark(ParkedAsk ask, long version)
    {
        lock (_lock)
        {
            if (_version != version)
            {
                return false;
            }

            ask.Place = _asks.AddLast(ask);
            return true;
        }
    }

    /// <summary>Something changed: takes out the first questions, so many as may have an answer now.</summary>
    public ParkedAsk[] Wake(int count)
    {
        lock (_lock)
        {
            _version++;
            return TakeFirst(Math.Min(count, _asks.Count));
        }
    }

    /// <summary>Takes out the questions whose wait is over.</summary>
    public ParkedAsk[] TakeOverdue(TimeSpan now)
    {
        lock (_lock)
        {
            ParkedAsk[] overdue = [.. _asks.Where(ask => ask.Until <= now)];
            Array.ForEach(overdue, Unlink);
            return overdue;
        }
    }

    /// <summary>When the first wait is over; null: nobody waits.</summary>
    public TimeSpan? NextDue()
    {
        lock (_lock)
        {
            return _asks.Count == 0 ? null : _asks.Min(ask => ask.Until);
        }
    }

    /// <summary>Forgets a question whose asker is gone.</summary>
    public void Remove(ParkedAsk ask)
    {
        lock (_lock)
        {
            Unlink(ask);
        }
    }

    private ParkedAsk[] TakeFirst(int count)
    {
        var taken = new ParkedAsk[count];
        for (int i = 0; i < count; i++)
        {
            taken[i] = _asks.First!.Value;
            Unlink(taken[i]);
        }

        return taken;
    }

    private void Unlink(ParkedAsk ask)
    {
        if (ask.Place is { } place)
        {
            _asks.Remove(place);
            ask.Place = null;
        }
    }
}
