namespace FruitSalad.Simulation;

/// <summary>Something that happens at one place at one moment: a step of the simulation, done as a whole.</summary>
internal abstract class Happening
{
    /// <summary>Who does it.</summary>
    public abstract Actor Actor { get; }

    /// <summary>What a trace says of it.</summary>
    public abstract Told Told { get; }

    /// <summary>Whether nothing would come of it any more, if it was put down for that time.</summary>
    public virtual bool IsVoid(TimeSpan at) => false;

    /// <summary>Does it.</summary>
    public abstract void Happen();
}
