namespace FruitSalad.Simulation;

/// <summary>How a simulated salad ended.</summary>
public enum SimulationEnd : byte
{
    /// <summary>It did not, by the horizon.</summary>
    Stuck,

    /// <summary>Every task is done.</summary>
    Completed,

    /// <summary>Nothing is left to do, but some tasks are dead, or blocked behind a dead one.</summary>
    Failed,

    /// <summary>Nobody gave a sign of life for the idle limit, and no lease was alive.</summary>
    Idle,

    /// <summary>The owner stopped it.</summary>
    Stopped,
}
