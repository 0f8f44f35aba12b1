namespace FruitSalad.Tasks;

/// <summary>Where a task stands. Every task is in exactly one state, always (invariant S3).</summary>
public enum TaskState : byte
{
    /// <summary>Waits for the results of other tasks, or for its time.</summary>
    Blocked,

    /// <summary>Can be handed to whoever asks.</summary>
    Ready,

    /// <summary>A worker holds it under a lease.</summary>
    Leased,

    /// <summary>A result was accepted. Final.</summary>
    Done,

    /// <summary>It is given up, <see cref="DeathCause"/> says why. Listed, and can be restarted.</summary>
    Dead,
}
