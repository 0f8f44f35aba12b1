namespace FruitSalad.Tasks;

/// <summary>Why a task is dead: the detail of <see cref="EventKind.Died"/>.</summary>
public enum DeathCause : byte
{
    /// <summary>Its attempts are used up.</summary>
    Attempts,

    /// <summary>The results of its dependencies are too large to be handed over in one message.</summary>
    TooLarge,

    /// <summary>So many workers did it as the policy allows, and too few of their answers are equal.</summary>
    NoQuorum,

    /// <summary>It was handed out with its share, once, and nothing came of it.</summary>
    ShareLost,

    /// <summary>Its owner withdrew it.</summary>
    Withdrawn,
}
