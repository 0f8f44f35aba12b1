namespace FruitSalad.Worker;

/// <summary>Why a worker left.</summary>
public enum LeaveReason
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>The master said that there is nothing more.</summary>
    Dismissed,

    /// <summary>It was asked to finish and go.</summary>
    Drained,

    /// <summary>No master answered for too long.</summary>
    MasterLost,

    /// <summary>A master answered and refused: trying again would not help.</summary>
    Refused,
}
