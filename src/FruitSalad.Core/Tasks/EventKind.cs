namespace FruitSalad.Tasks;

/// <summary>What happened. The state of a salad is the fold of its events (invariant S14).</summary>
public enum EventKind : byte
{
    /// <summary>A task was added; its state follows from its dependencies.</summary>
    Added,

    /// <summary>What a blocked task waited for last is there: a result of another, or its time.</summary>
    Unblocked,

    /// <summary>A task that lacks nothing else waits for its time, which is the deadline.</summary>
    Delayed,

    /// <summary>A task was handed to a worker.</summary>
    Granted,

    /// <summary>A held task became the one that its worker works on.</summary>
    Started,

    /// <summary>A lease got a new deadline.</summary>
    Renewed,

    /// <summary>A result was accepted from the lease's holder.</summary>
    Accepted,

    /// <summary>A result was accepted after its lease had ended.</summary>
    LateAccepted,

    /// <summary>A result was not counted; the detail is the verdict.</summary>
    Dropped,

    /// <summary>A lease's deadline passed: back to the to-do list.</summary>
    Expired,

    /// <summary>A lease ended with its worker: back to the to-do list.</summary>
    Lost,

    /// <summary>The worker said that its attempt failed: back to the to-do list. The detail is the error.</summary>
    Failed,

    /// <summary>The worker gave the task back unstarted.</summary>
    Released,

    /// <summary>
    /// A task is given up; the detail is the <see cref="DeathCause"/>. Follows the event that used up its last attempt, if
    /// one did.
    /// </summary>
    Died,

    /// <summary>One more worker is to do a task: a replica was added.</summary>
    Replicated,

    /// <summary>A worker's answer came in, to be compared with others; the detail is its digest.</summary>
    Answered,

    /// <summary>A worker's answer is not the one that the quorum accepted.</summary>
    Disagreed,

    /// <summary>A replica of a decided task need not be done any more.</summary>
    Spared,

    /// <summary>A dead task was made ready again.</summary>
    Restarted,

    /// <summary>A worker said hello for the first time.</summary>
    WorkerJoined,

    /// <summary>A worker that was away said hello again.</summary>
    WorkerReturned,

    /// <summary>A worker's connection closed.</summary>
    WorkerDisconnected,

    /// <summary>A worker did not come back within the grace, or its process is known to have ended.</summary>
    WorkerLost,

    /// <summary>The owner sent a worker home: it gets nothing more, and leaves when it has finished what runs.</summary>
    WorkerDismissed,

    /// <summary>A worker said goodbye.</summary>
    WorkerLeft,

    /// <summary>The first task can be handed out: the clock starts.</summary>
    ClockStarted,

    /// <summary>No more tasks will be added.</summary>
    Closed,

    /// <summary>
    /// The owner asked to stop: nothing more is handed out. The detail is <see cref="SaladEvent.Forced"/> where living
    /// leases do not hold up the end.
    /// </summary>
    Stopping,

    /// <summary>The salad ended; the detail is the <see cref="EndReason"/>.</summary>
    Ended,

    /// <summary>An ended salad got tasks again: a new round.</summary>
    Reopened,

    /// <summary>A call, a frame or a handshake was refused; the detail says why. Touches no task.</summary>
    Refused,

    /// <summary>
    /// The salad is served again after a while in which no master was there. What became due meanwhile does not take
    /// effect: leases that are renewed at this moment begin anew, and so do waits for workers.
    /// </summary>
    Resumed,
}
