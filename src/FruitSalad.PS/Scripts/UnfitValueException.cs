namespace FruitSalad.PS.Scripts;

/// <summary>Why a value cannot cross to another process.</summary>
internal enum Unfit
{
    /// <summary>It holds a secret, and must not.</summary>
    Secret,

    /// <summary>It is nested too deeply: perhaps it contains itself.</summary>
    TooDeep,

    /// <summary>It is too long.</summary>
    TooLong,
}

/// <summary>A value that cannot cross to another process.</summary>
/// <param name="why">Why.</param>
/// <param name="message">The same, for people.</param>
internal sealed class UnfitValueException(Unfit why, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public Unfit Why { get; } = why;
}
