using FruitSalad.Tasks;

namespace FruitSalad.Simulation;

/// <summary>The actors' priorities under <see cref="Schedule.Pct"/>; the smaller, the sooner.</summary>
internal sealed class Priorities
{
    /// <summary>Whoever fell behind comes after all who did not.</summary>
    private const uint Behind = 1u << 31;

    private readonly SeededRandom _random;
    private readonly long[] _changes;
    private readonly Dictionary<Actor, uint> _byActor = [];

    public Priorities(Schedule schedule, SeededRandom random)
    {
        _random = random;
        _changes = new long[schedule.Depth - 1];
        for (int i = 0; i < _changes.Length; i++)
        {
            _changes[i] = random.Next(Math.Max(1, schedule.Steps));
        }
    }

    public uint Of(Actor actor)
    {
        if (!_byActor.TryGetValue(actor, out uint priority))
        {
            priority = (uint)_random.Next((int)(Behind - 1));
            _byActor.Add(actor, priority);
        }

        return priority;
    }

    /// <summary>Before the step of this number: does its actor fall behind?</summary>
    public bool Change(long step, Actor actor)
    {
        int change = Array.IndexOf(_changes, step);
        if (change < 0)
        {
            return false;
        }

        // Once: the step has the same number when its turn comes again.
        _changes[change] = -1;
        _byActor[actor] = Behind + (uint)change;
        return true;
    }
}
