namespace FruitSalad.Worker;

/// <summary>What a worker says on its own output. The crash alert is only ever said there: nothing goes over the wire.</summary>
public enum WorkerLineKind
{
    /// <summary>A task came in.</summary>
    Received,

    /// <summary>Work on it begins.</summary>
    Preparing,

    /// <summary>Its result goes out.</summary>
    Sent,

    /// <summary>The work failed; the text is the error.</summary>
    Failed,

    /// <summary>The alert: the worker crashes, hangs or gets stuck here.</summary>
    Alert,

    /// <summary>The lease is lost: the work stops.</summary>
    Lost,

    /// <summary>The worker leaves; the text is why.</summary>
    Leaving,
}

/// <summary>A line of a worker's own log.</summary>
/// <param name="Time">The wall clock's time.</param>
/// <param name="Kind">What happened.</param>
/// <param name="TaskId">The task, or -1.</param>
/// <param name="TaskName">The task's name, or null.</param>
/// <param name="Attempt">The attempt, or 0.</param>
/// <param name="Text">A reason or an error's text.</param>
public sealed record WorkerLine(
    DateTimeOffset Time, WorkerLineKind Kind, int TaskId = -1, string? TaskName = null, int Attempt = 0,
    string? Text = null)
{
    /// <summary>How long the work takes, in seconds, where it begins.</summary>
    public double? Seconds { get; init; }
}
