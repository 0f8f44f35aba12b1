namespace FruitSalad.Store;

/// <summary>What became of a lease that was renewed, failed, released, expired or lost.</summary>
public enum LeaseOutcome : byte
{
    /// <summary>It goes on.</summary>
    Kept,

    /// <summary>It ended; the task is on the to-do list again.</summary>
    Requeued,

    /// <summary>It ended; the task's attempts are used up.</summary>
    Dead,

    /// <summary>It was not there: another attempt holds the task, or nobody does.</summary>
    NotHeld,
}
