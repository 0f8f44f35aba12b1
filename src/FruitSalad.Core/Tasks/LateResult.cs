namespace FruitSalad.Tasks;

/// <summary>What to do with a result whose lease has ended.</summary>
public enum LateResult : byte
{
    /// <summary>The first valid result wins, once, whoever holds the task now.</summary>
    FirstValid,

    /// <summary>Only the current lease's result counts. A lease shorter than the task then never ends (a livelock).</summary>
    Discard,

    /// <summary>The tutorial's way: it counts, to the credit of whoever holds the task now, else it is dropped.</summary>
    CreditHolder,
}
