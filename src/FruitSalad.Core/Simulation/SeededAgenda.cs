using FruitSalad.Tasks;

namespace FruitSalad.Simulation;

/// <summary>
/// An agenda in the order of time. Of several things at the same instant any may be next; the seed chooses, by a rank
/// that each gets as it is put down: a random one, or that of its actor's priority.
/// </summary>
internal sealed class SeededAgenda : Agenda
{
    private const int Arity = 4;

    // A stream of its own: what else is random must not depend on how often the order was drawn.
    private readonly SeededRandom _random;
    private readonly Priorities? _priorities;
    private Entry[] _heap = new Entry[64];
    private int _count;
    private uint _added;

    public SeededAgenda(long seed, Schedule schedule)
    {
        _random = new SeededRandom(seed, long.MinValue);
        _priorities = schedule.Depth > 0 ? new Priorities(schedule, _random) : null;
    }

    public override void Add(TimeSpan at, Happening what) => Insert(new Entry(at, NextRank(what), what));

    public override void Add(TimeSpan at, Happening what, ref Lane lane)
    {
        ulong rank = NextRank(what);
        if (at <= lane.At)
        {
            at = lane.At;
            rank = _priorities is null ? lane.Rank + 1 : Math.Max(rank, lane.Rank + 1);
        }

        lane = new Lane(at, rank);
        Insert(new Entry(at, rank, what));
    }

    public override Happening? Take(TimeSpan horizon)
    {
        if (_count == 0 || _heap[0].At > horizon)
        {
            return null;
        }

        if (_priorities is not null && _priorities.Change(Happened, _heap[0].What.Actor))
        {
            FallBehind(_heap[0].What.Actor);
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
    private ulong NextRank(Happening what) => _priorities is null
        ? _random.NextBits() >> 1
        : ((ulong)_priorities.Of(what.Actor) << 32) | ++_added;

    /// <summary>Whatever this actor has to do yet comes later than was thought, in the same order.</summary>
    private void FallBehind(Actor actor)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_heap[i].What.Actor == actor)
            {
                _heap[i] = _heap[i] with { Rank = ((ulong)_priorities!.Of(actor) << 32) | (uint)_heap[i].Rank };
            }
        }

        // A sorted array is a heap.
        Array.Sort(_heap, 0, _count);
    }

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

    private readonly record struct Entry(TimeSpan At, ulong Rank, Happening What) : IComparable<Entry>
    {
        public bool IsBefore(in Entry other) => At < other.At || (At == other.At && Rank < other.Rank);

        public int CompareTo(Entry other) => At != other.At ? At.CompareTo(other.At) : Rank.CompareTo(other.Rank);
    }
}
