namespace FruitSalad.PS;

/// <summary>What a cmdlet needs to know of a master before it can begin.</summary>
internal enum Access
{
    /// <summary>Nothing: it only asks the session.</summary>
    None,

    /// <summary>The worker's secret, to start workers with. No call is made.</summary>
    Worker,

    /// <summary>The owner's secret, and a connection.</summary>
    Owner,
}
