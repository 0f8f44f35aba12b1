using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>What the rules know of one task: a value, so that a decision is a new row and never half a change.</summary>
public readonly record struct TaskRow
{
    /// <summary>Where the task stands.</summary>
    public TaskState State { get; init; }

    /// <summary>Whether the holder works on it now, rather than keeping it for later. Only then is a crash its fault.</summary>
    public bool Running { get; init; }

    /// <summary>Whether it is blocked by nothing but its time, which is the deadline.</summary>
    public bool Delayed { get; init; }

    /// <summary>The number of the last attempt issued; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>How many attempts count towards the cap.</summary>
    public int Charges { get; init; }

    /// <summary>The attempt whose result was accepted; 0 before that.</summary>
    public int AcceptedAttempt { get; init; }

    /// <summary>How many results of other tasks are missing.</summary>
    public int WaitingFor { get; init; }

    /// <summary>Whom the last attempt was issued to. Whether that worker still holds the task, the state tells.</summary>
    public WorkerId Holder { get; init; }

    /// <summary>
    /// When the lease ends, <see cref="TimeSpan.MaxValue"/> for never; of a blocked task, before when it is not handed out.
    /// </summary>
    public TimeSpan Deadline { get; init; }

    /// <summary>When the attempt began to run.</summary>
    public TimeSpan RunningSince { get; init; }

    /// <summary>Whether nothing more is done about it, unless it is restarted.</summary>
    public bool IsOver => State is TaskState.Done or TaskState.Dead;

    /// <summary>Whether a result may still come of it as things stand, without a restart.</summary>
    public bool IsLive => State is TaskState.Ready or TaskState.Leased || Delayed;

    /// <summary>Whether this attempt of this worker is the live lease.</summary>
    public bool IsHeldBy(WorkerId worker, int attempt) =>
        State == TaskState.Leased && Attempt == attempt && Holder == worker;
}
