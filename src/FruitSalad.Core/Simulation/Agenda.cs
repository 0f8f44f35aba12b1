namespace FruitSalad.Simulation;

/// <summary>What is to happen, and when: the virtual clock.</summary>
internal abstract class Agenda
{
    /// <summary>The time since the salad's epoch.</summary>
    public TimeSpan Now { get; protected set; }

    /// <summary>How many things have happened.</summary>
    public long Happened { get; protected set; }

    /// <summary>Puts something down.</summary>
    public abstract void Add(TimeSpan at, Happening what);

    /// <summary>Puts something down that must not come before what went last into this lane.</summary>
    public abstract void Add(TimeSpan at, Happening what, ref Lane lane);

    /// <summary>Moves the clock to the next thing and takes it; null: nothing before the horizon.</summary>
    public abstract Happening? Take(TimeSpan horizon);
}
