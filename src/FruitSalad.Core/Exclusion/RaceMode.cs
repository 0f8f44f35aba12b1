using System.Diagnostics.CodeAnalysis;

namespace FruitSalad.Exclusion;

/// <summary>How the threads of a race count together.</summary>
public enum RaceMode
{
    /// <summary>One thread counts alone: the reference, which loses nothing.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "One thread, not a floating-point number.")]
    Single,

    /// <summary>Threads read, add and write with nothing to keep them apart: updates get lost.</summary>
    None,

    /// <summary>One lock, taken inside the loop around each increment: nothing is lost, and it costs time.</summary>
    Lock,

    /// <summary>One indivisible instruction of the processor for each increment: nothing is lost.</summary>
    Interlocked,

    /// <summary>No real threads: read, add and write in the order that a schedule says. Repeatable.</summary>
    Scheduled,

    /// <summary>As <see cref="Scheduled"/>, each increment under one lock.</summary>
    ScheduledLock,
}
