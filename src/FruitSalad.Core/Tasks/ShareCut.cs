namespace FruitSalad.Tasks;

/// <summary>How the list is cut into shares.</summary>
public enum ShareCut : byte
{
    /// <summary>As cards are dealt: the first task to the first worker, the second to the second.</summary>
    RoundRobin,

    /// <summary>The longest task first, each to the share that is shortest by then.</summary>
    LongestFirst,
}
