namespace FruitSalad.Faults;

/// <summary>What an owner does to a salad in the middle of it.</summary>
public enum OwnerAct : byte
{
    /// <summary>Adds the tasks of the recipe once more.</summary>
    Add,

    /// <summary>Says that no more will come.</summary>
    Close,

    /// <summary>Stops once no lease is alive.</summary>
    Stop,

    /// <summary>Stops at once.</summary>
    ForceStop,

    /// <summary>Gives every dead task new attempts.</summary>
    RestartDead,

    /// <summary>Withdraws every other task.</summary>
    WithdrawHalf,

    /// <summary>Sends home the worker that came first.</summary>
    DismissFirst,
}
