namespace FruitSalad.Tasks;

/// <summary>What the store decided about a result. Only the first two mean that this result is the task's.</summary>
public enum Verdict : byte
{
    /// <summary>Accepted from the lease's holder.</summary>
    Accepted,

    /// <summary>Accepted although the lease had ended: nobody else was first.</summary>
    LateAccepted,

    /// <summary>One of several answers to the same task: the quorum decides, or has.</summary>
    Compared,

    /// <summary>This very attempt was accepted before: the answer was lost on its way, not the result.</summary>
    AlreadyAccepted,

    /// <summary>Another attempt counts, or will.</summary>
    Superseded,

    /// <summary>The salad has ended without this result.</summary>
    Closed,

    /// <summary>That attempt was never issued to that worker, or the result is out of bounds or damaged.</summary>
    Unknown,
}
