namespace FruitSalad.Tasks;

/// <summary>The named sets of policies: two chapters of the tutorial, and the one for real work.</summary>
public enum Preset : byte
{
    /// <summary>Lease, renewal, disconnect detection, attempt cap, first valid result wins. The default.</summary>
    Robust,

    /// <summary>Chapter 5: no lease at all. One crash, and the salad is never served.</summary>
    Basic,

    /// <summary>Chapter 7: a fixed timeout of 5 s, nothing else.</summary>
    Timeout,
}
