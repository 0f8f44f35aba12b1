namespace FruitSalad.Tasks;

/// <summary>What a closed connection means. It is a hint, never a proof.</summary>
public enum DisconnectPolicy : byte
{
    /// <summary>After a grace the worker's tasks go back to the to-do list.</summary>
    Requeue,

    /// <summary>Nothing: only the lease tells.</summary>
    Ignore,
}
