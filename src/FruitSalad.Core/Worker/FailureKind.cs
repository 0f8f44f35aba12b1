namespace FruitSalad.Worker;

/// <summary>How a worker fails.</summary>
public enum FailureKind
{
    /// <summary>It does nothing any more, for ever: its process ends without a word (a crash failure).</summary>
    Crash,

    /// <summary>The whole process stops, renewals too, but its connection stays open.</summary>
    Hang,

    /// <summary>
    /// The task never ends, while renewals go on: only a run limit finds it. Without a task in hand, like a hang.
    /// </summary>
    Stuck,
}
