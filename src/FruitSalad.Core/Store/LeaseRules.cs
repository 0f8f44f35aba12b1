using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>
/// Every decision about a task, as pure functions of (row, command, now, policy). Whoever stores the rows - memory, a
/// database, the simulator - asks here, so that they cannot differ.
/// </summary>
/// <remarks>
/// A lease is alive while now &lt; deadline. Attempts strictly increase (S4). Renewing, failing and releasing need the
/// live lease; accepting under <see cref="LateResult.FirstValid"/> needs only an attempt that was issued and a task
/// that is not done (S5, S13). No rule turns a done task into anything else (S11).
/// </remarks>
public static class LeaseRules
{
    /// <summary>A new task: ready, or blocked until its dependencies' results are in and its time has come.</summary>
    /// <param name="waitingFor">How many dependencies are not done yet.</param>
    /// <param name="due">Before when it is not handed out.</param>
    /// <param name="now">Since the salad's epoch.</param>
    public static TaskRow Add(int waitingFor, TimeSpan due, TimeSpan now)
    {
        var row = new TaskRow { State = TaskState.Blocked, WaitingFor = waitingFor, Deadline = due };
        return waitingFor == 0 ? Await(row, due, now) : row;
    }

    /// <summary>One dependency's result was accepted; after the last one only its time can still block a task.</summary>
    public static TaskRow Unblock(TaskRow row, TimeSpan now)
    {
        TaskRow next = row with { WaitingFor = row.WaitingFor - 1 };
        return row.State == TaskState.Blocked && row.WaitingFor == 1 ? Await(next, row.Deadline, now) : next;
    }

    /// <summary>The clock moved on: a task that waits for nothing but its time is ready when that has come.</summary>
    public static TaskRow ComeDue(TaskRow row, TimeSpan now) => row.Delayed ? Await(row, row.Deadline, now) : row;

    /// <summary>Issues a ready task to a worker: a new attempt under a new lease.</summary>
    /// <param name="row">A row that is <see cref="TaskState.Ready"/>.</param>
    /// <param name="worker">Who asked.</param>
    /// <param name="runsNow">Whether the worker begins it at once, rather than after others that it holds.</param>
    /// <param name="now">Since the salad's epoch.</param>
    /// <param name="policy">The salad's policy, scaled.</param>
    public static TaskRow Claim(TaskRow row, WorkerId worker, bool runsNow, TimeSpan now, SaladPolicy policy)
    {
        TaskRow claimed = row with
        {
            State = TaskState.Leased,
            Attempt = row.Attempt + 1,
            Holder = worker,
            Running = false,
            Deadline = LeaseEnd(now, policy),
        };
        return runsNow ? Start(claimed, now, policy) : claimed;
    }

    /// <summary>A held task's turn has come. From now on a crash is its fault, and its run limit counts.</summary>
    public static TaskRow Start(TaskRow row, TimeSpan now, SaladPolicy policy) =>
        Bound(row with { Running = true, RunningSince = now }, policy);

    /// <summary>A sign of life: a new deadline, though never past the run limit of what runs.</summary>
    public static LeaseDecision Renew(TaskRow row, WorkerId worker, int attempt, TimeSpan now, SaladPolicy policy) =>
        row.IsHeldBy(worker, attempt)
            ? new(Bound(row with { Deadline = LeaseEnd(now, policy) }, policy), LeaseOutcome.Kept)
            : new(row, LeaseOutcome.NotHeld);

    /// <summary>A result came.</summary>
    /// <param name="row">The task's row.</param>
    /// <param name="worker">Who sent it.</param>
    /// <param name="attempt">For which attempt.</param>
    /// <param name="valid">Whether that attempt was issued to that worker, within bounds and undamaged.</param>
    /// <param name="ended">Whether the salad has ended.</param>
    /// <param name="policy">The salad's policy.</param>
    public static AcceptDecision Accept(
        TaskRow row, WorkerId worker, int attempt, bool valid, bool ended, SaladPolicy policy)
    {
        if (!valid)
        {
            return new(row, Verdict.Unknown);
        }

        if (row.State == TaskState.Done)
        {
            return new(row, row.AcceptedAttempt == attempt ? Verdict.AlreadyAccepted : Verdict.Superseded);
        }

        if (ended)
        {
            return new(row, Verdict.Closed);
        }

        if (row.IsHeldBy(worker, attempt))
        {
            return new(Finish(row, attempt), Verdict.Accepted);
        }

        return policy.LateResult switch
        {
            LateResult.FirstValid => new(Finish(row, attempt), Verdict.LateAccepted),
            LateResult.CreditHolder when row.State == TaskState.Leased =>
                new(Finish(row, row.Attempt), Verdict.LateAccepted),
            _ => new(row, Verdict.Superseded),
        };
    }

    /// <summary>The worker says that its attempt failed. It counts towards the cap.</summary>
    public static LeaseDecision Fail(TaskRow row, WorkerId worker, int attempt, TimeSpan now, SaladPolicy policy) =>
        row.IsHeldBy(worker, attempt) ? GiveBack(row, charged: true, now, policy) : new(row, LeaseOutcome.NotHeld);

    /// <summary>The worker gives the task back unstarted. Nobody's fault.</summary>
    public static LeaseDecision Release(TaskRow row, WorkerId worker, int attempt, TimeSpan now, SaladPolicy policy) =>
        row.IsHeldBy(worker, attempt) ? GiveBack(row, charged: false, now, policy) : new(row, LeaseOutcome.NotHeld);

    /// <summary>The clock moved on. A lease never ends before its deadline (S9).</summary>
    public static LeaseDecision Expire(TaskRow row, TimeSpan now, SaladPolicy policy) =>
        row.State == TaskState.Leased && now >= row.Deadline
            ? GiveBack(row, charged: row.Running, now, policy)
            : new(row, row.State == TaskState.Leased ? LeaseOutcome.Kept : LeaseOutcome.NotHeld);

    /// <summary>The holder is gone. Only what it worked on is charged, not what it kept for later.</summary>
    public static LeaseDecision Lose(TaskRow row, WorkerId worker, TimeSpan now, SaladPolicy policy) =>
        row.IsHeldBy(worker, row.Attempt)
            ? GiveBack(row, charged: row.Running, now, policy)
            : new(row, LeaseOutcome.NotHeld);

    /// <summary>A task that no further attempt can bring to a result.</summary>
    public static TaskRow GiveUp(TaskRow row) =>
        row.State == TaskState.Done ? row : row with { State = TaskState.Dead, Running = false, Delayed = false };

    /// <summary>
    /// A dead task gets a new set of attempts; their numbers go on. It may still lack results of others, but its time has
    /// come.
    /// </summary>
    public static TaskRow Restart(TaskRow row) => row.State == TaskState.Dead
        ? row with
        {
            State = row.WaitingFor > 0 ? TaskState.Blocked : TaskState.Ready,
            Charges = 0,
            Deadline = row.WaitingFor > 0 ? TimeSpan.Zero : row.Deadline,
        }
        : row;

    private static TaskRow Finish(TaskRow row, int attempt) =>
        row with { State = TaskState.Done, AcceptedAttempt = attempt, Running = false, Delayed = false };

    private static LeaseDecision GiveBack(TaskRow row, bool charged, TimeSpan now, SaladPolicy policy)
    {
        int charges = row.Charges + (charged ? 1 : 0);
        TaskRow back = row with { Charges = charges, Running = false };
        return charges >= policy.MaxAttempts || policy.HandsOutOnce
            ? new(back with { State = TaskState.Dead }, LeaseOutcome.Dead)
            : new(Await(back, charged ? now + policy.RetryDelayAfter(charges) : now, now), LeaseOutcome.Requeued);
    }

    private static TaskRow Await(TaskRow row, TimeSpan due, TimeSpan now) => due > now
        ? row with { State = TaskState.Blocked, Delayed = true, Deadline = due }
        : row with { State = TaskState.Ready, Delayed = false };

    private static TimeSpan LeaseEnd(TimeSpan now, SaladPolicy policy) =>
        policy.Lease is { } lease ? now + lease : TimeSpan.MaxValue;

    private static TaskRow Bound(TaskRow row, SaladPolicy policy)
    {
        if (!row.Running || policy.RunLimit is not { } limit || row.Deadline - row.RunningSince <= limit)
        {
            return row;
        }

        return row with { Deadline = row.RunningSince + limit };
    }
}
