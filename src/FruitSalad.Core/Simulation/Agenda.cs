using FruitSalad.Tasks;

namespace FruitSalad.Simulation;

/// <summary>
/// What is to happen, and when: the virtual clock. Of several things at the same instant any may be next; the seed
/// chooses, by a random rank that each gets as it is put down.
/// </summary>
internal sealed class Agenda(long seed)
{
    private const int Arity = 4;

    // A stream of its own: what else is random must not depend on how often the order was drawn.
    private readonly SeededRandom _random = new(seed, long.MinValue);
    private Entry[] _heap = new Entry[64];
    private int _count;

    /// <summary>The time since the salad's epoch.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>How many things have happened.</summary>
    public long Happened { get; private set; }

    /// <summary>Puts something down.</summary>
    public void Add(TimeSpan at, Happening what) => Insert(new Entry(at, NextRank(), what));

    /// <summary>Puts something down that must not come before what went last into this lane.</summary>
    public void Add(TimeSpan at, Happening what, ref Lane lane)
    {
        ulong rank = NextRank();
        if (at <= lane.At)
        {
            at = lane.At;
            rank = lane.Rank + 1;
        }

        lane = new Lane(at, rank);
        Insert(new Entry(at, rank, what));
    }

    /// <summary>Moves the clock to the next thing and takes it; null: nothing before the horizon.</summary>
    public Happening? Take(TimeSpan horizon)
    {
        if (_count == 0 || _heap[0].At > horizon)
        {
            return null;
        }

        Entry first = _heap[0];
        Entry last = _heap[--_count];
        _heap[_count] = default;
        if (_count > 0)
        {
            Sink(last);
        }

        // What was put down for the past happens now.
        Now = first.At > Now ? first.At : Now;
        Happened++;
        return first.What;
    }

    /// <summary>Ranks leave room above: one that must follow another gets the next number.</summary>
    private ulong NextRank() => _random.NextBits() >> 1;

    private void Insert(in Entry entry)
    {
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, _count * 2);
        }

        int place = _count++;
        while (place > 0 && entry.IsBefore(_heap[(place - 1) / Arity]))
        {
            _heap[place] = _heap[(place - 1) / Arity];
            place = (place - 1) / Arity;
        }

        _heap[place] = entry;
    }

    private void Sink(in Entry entry)
    {
        int place = 0;
        while (true)
        {
            int first = (place * Arity) + 1;
            if (first >= _count)
            {
                break;
            }

            int best = first;
            for (int child = first + 1; child < Math.Min(first + Arity, _count); child++)
            {
                best = _heap[child].IsBefore(_heap[best]) ? child : best;
            }

            if (!_heap[best].IsBefore(entry))
            {
                break;
            }

            _heap[place] = _heap[best];
            place = best;
        }

        _heap[place] = entry;
    }

    private readonly record struct Entry(TimeSpan At, ulong Rank, Happening What)
    {
        public bool IsBefore(in Entry other) => At < other.At || (At == other.At && Rank < other.Rank);
    }
}
