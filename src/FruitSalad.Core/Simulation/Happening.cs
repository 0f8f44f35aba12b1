namespace FruitSalad.Simulation;

/// <summary>Something that happens at one place at one moment: a step of the simulation, done as a whole.</summary>
internal abstract class Happening
{
    /// <summary>Who does it.</summary>
    public abstract Actor Actor { get; }

    /// <summary>What a trace says of it.</summary>
    public abstract Told Told { get; }

    /// <summary>Does it.</summary>
    public abstract void Happen();
}
