namespace FruitSalad.Store;

/// <summary>Where a worker stands, as far as anyone can tell from here.</summary>
public enum WorkerState : byte
{
    /// <summary>Connected, and holds nothing.</summary>
    Waiting,

    /// <summary>Connected, and holds at least one task.</summary>
    Working,

    /// <summary>Its connection closed; it may come back.</summary>
    Away,

    /// <summary>It did not come back in time, or its process has ended.</summary>
    Lost,

    /// <summary>It said goodbye.</summary>
    Left,
}
