namespace FruitSalad.Worker;

/// <summary>What a worker is about to do for the rest of its life.</summary>
public enum Fate
{
    /// <summary>Go on.</summary>
    Work,

    /// <summary>Crash: nothing more goes over the wire.</summary>
    Crash,

    /// <summary>Hang: nothing more goes over the wire, and the connection stays open.</summary>
    Hang,

    /// <summary>Leave: everything is said.</summary>
    Leave,
}
