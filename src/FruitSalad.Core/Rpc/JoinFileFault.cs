namespace FruitSalad.Rpc;

/// <summary>What is wrong with a join file.</summary>
public enum JoinFileFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>There is no such file, or it may not be read.</summary>
    Missing,

    /// <summary>It is no join file, or a part of it is missing or damaged.</summary>
    Damaged,

    /// <summary>Others than its owner may read or write it: its secrets may be known, or be somebody else's.</summary>
    OpenToOthers,
}
