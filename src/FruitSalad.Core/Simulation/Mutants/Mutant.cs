namespace FruitSalad.Simulation;

/// <summary>A wrong master to put in the right one's place, for the checkers to catch.</summary>
public enum Mutant : byte
{
    /// <summary>None: the real one.</summary>
    None,

    /// <summary>
    /// The tutorial's, mistakes included: two lists, each touched under the lock, but not both together.
    /// </summary>
    Tutorial,
}
