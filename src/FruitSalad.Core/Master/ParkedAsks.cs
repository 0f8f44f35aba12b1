using FruitSalad.Tasks;

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
    private long _order;

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

            Insert(ask);
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
            return TakeWhere(ask => ask.Until <= now);
        }
    }

    /// <summary>Takes out a worker's questions.</summary>
    public ParkedAsk[] TakeOf(WorkerId worker)
    {
        lock (_lock)
        {
            return TakeWhere(ask => ask.Worker == worker);
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

    /// <summary>A question that was woken in vain comes back to its old place: it has waited longest.</summary>
    private void Insert(ParkedAsk ask)
    {
        if (ask.Order == 0)
        {
            ask.Order = ++_order;
            ask.Place = _asks.AddLast(ask);
            return;
        }

        LinkedListNode<ParkedAsk>? next = _asks.First;
        while (next is not null && next.Value.Order < ask.Order)
        {
            next = next.Next;
        }

        ask.Place = next is null ? _asks.AddLast(ask) : _asks.AddBefore(next, ask);
    }

    private ParkedAsk[] TakeWhere(Func<ParkedAsk, bool> matches)
    {
        ParkedAsk[] taken = [.. _asks.Where(matches)];
        Array.ForEach(taken, Unlink);
        return taken;
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
