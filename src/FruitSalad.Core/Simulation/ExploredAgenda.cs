namespace FruitSalad.Simulation;

/// <summary>
/// An agenda that follows a path of choices, and whose end says which choices there are beyond it. Whatever is pending
/// may be next, unless something went into the same lane before it; what is overtaken is late.
/// </summary>
/// <remarks>
/// A state is told by what each actor has done so far, in its own order. Steps of different actors that do not depend on
/// each other lead to the same state in either order, which is then looked at once: that is what makes every order
/// feasible. An actor's state follows from its own steps, since nothing is shared but messages; and what is pending,
/// from everybody's.
/// </remarks>
internal sealed class ExploredAgenda(IReadOnlyList<Crossroads> path, int workers) : Agenda
{
    private readonly List<Entry> _pending = [];
    private readonly List<int> _open = [];
    private readonly ulong[] _pasts = new ulong[workers + 1];
    private int _actor;
    private ulong _added;

    /// <summary>How many ways there are to go on where the path has ended.</summary>
    public int Choices => _open.Count;

    /// <summary>The state where the path has ended.</summary>
    public ulong State
    {
        get
        {
            ulong state = 0;
            for (int i = 0; i < _pasts.Length; i++)
            {
                state = Mix(state, _pasts[i]);
            }

            return state;
        }
    }

    public override void Add(TimeSpan at, Happening what) => _pending.Add(new Entry(at, what, NextName(), 0));

    public override void Add(TimeSpan at, Happening what, ref Lane lane)
    {
        var entry = new Entry(at > lane.At ? at : lane.At, what, NextName(), lane.Rank);
        lane = new Lane(entry.At, entry.Name);
        _pending.Add(entry);
    }

    public override Happening? Take(TimeSpan horizon)
    {
        FindOpen(horizon);
        if (Happened == path.Count || _open.Count == 0)
        {
            return null;
        }

        int place = _open[path[(int)Happened++].Chosen];
        Entry next = _pending[place];
        _pending.RemoveAt(place);
        Now = next.At > Now ? next.At : Now;
        _actor = next.What.Actor is { AtMaster: false, Place: var worker } ? worker + 1 : 0;
        _pasts[_actor] = Mix(Mix(_pasts[_actor], next.Name), (ulong)Now.Ticks);
        _added = 0;
        return next.What;
    }

    private void FindOpen(TimeSpan horizon)
    {
        _pending.RemoveAll(entry => entry.What.IsVoid(entry.At));
        _open.Clear();
        for (int i = 0; i < _pending.Count; i++)
        {
            ulong before = _pending[i].Before;
            if (_pending[i].At <= horizon && (before == 0 || !_pending.Exists(entry => entry.Name == before)))
            {
                _open.Add(i);
            }
        }
    }

    /// <summary>What something is called follows from who put it down, after what, and as its how-many-eth.</summary>
    private ulong NextName() => Mix(_pasts[_actor] + (ulong)_actor, ++_added);

    private static ulong Mix(ulong left, ulong right)
    {
        ulong bits = (left ^ (right + 0x9E3779B97F4A7C15)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 29)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 32);
    }

    private readonly record struct Entry(TimeSpan At, Happening What, ulong Name, ulong Before);
}
