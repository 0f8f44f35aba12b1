namespace FruitSalad.Store;

/// <summary>
/// The one deadline queue: a heap whose items know their place, so that a deadline can be moved or dropped without
/// leaving a stale entry behind. Equal deadlines come out in the order in which they went in.
/// </summary>
internal sealed class DeadlineQueue
{
    private const int Arity = 4;
    private Entry[] _heap = new Entry[16];
    private int _count;
    private long _order;

    /// <summary>The earliest deadline, or null where nothing is due ever.</summary>
    public TimeSpan? Next => _count == 0 ? null : _heap[0].Due;

    /// <summary>Sets the item's deadline; <see cref="TimeSpan.MaxValue"/> takes it out.</summary>
    public void Set(Timed item, TimeSpan due)
    {
        if (due == TimeSpan.MaxValue)
        {
            Remove(item);
            return;
        }

        var entry = new Entry(due, _order++, item);
        if (item.Place < 0)
        {
            if (_count == _heap.Length)
            {
                Array.Resize(ref _heap, _count * 2);
            }

            item.Place = _count++;
        }

        Settle(item.Place, entry);
    }

    /// <summary>Takes the item out, if it is in.</summary>
    public void Remove(Timed item)
    {
        int place = item.Place;
        if (place < 0)
        {
            return;
        }

        item.Place = -1;
        Entry last = _heap[--_count];
        _heap[_count] = default;
        if (place < _count)
        {
            Settle(place, last);
        }
    }

    /// <summary>Takes out the first item whose deadline has come.</summary>
    public bool TryTake(TimeSpan now, out Timed item)
    {
        if (_count == 0 || _heap[0].Due > now)
        {
            item = null!;
            return false;
        }

        item = _heap[0].Item;
        Remove(item);
        return true;
    }

    private void Settle(int place, Entry entry)
    {
        while (place > 0 && entry.IsBefore(_heap[(place - 1) / Arity]))
        {
            place = Lift(place, (place - 1) / Arity);
        }

        while (FirstChild(place) is var child && child >= 0 && _heap[child].IsBefore(entry))
        {
            place = Lift(place, child);
        }

        _heap[place] = entry;
        entry.Item.Place = place;
    }

    private int Lift(int to, int from)
    {
        _heap[to] = _heap[from];
        _heap[to].Item.Place = to;
        return from;
    }

    private int FirstChild(int place)
    {
        int first = (place * Arity) + 1;
        if (first >= _count)
        {
            return -1;
        }

        int best = first;
        int end = Math.Min(first + Arity, _count);
        for (int child = first + 1; child < end; child++)
        {
            if (_heap[child].IsBefore(_heap[best]))
            {
                best = child;
            }
        }

        return best;
    }

    private readonly record struct Entry(TimeSpan Due, long Order, Timed Item)
    {
        public bool IsBefore(in Entry other) => Due < other.Due || (Due == other.Due && Order < other.Order);
    }
}
