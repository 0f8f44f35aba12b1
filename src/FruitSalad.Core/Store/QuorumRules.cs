using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>What becomes of a task that several workers do: pure functions of the vote.</summary>
public static class QuorumRules
{
    /// <summary>
    /// How many more replicas a vote needs to be decided; 0: it is, or can be with those that are live; null: even the
    /// most that the policy allows would not do.
    /// </summary>
    /// <param name="tally">How the vote stands.</param>
    /// <param name="policy">The salad's policy.</param>
    public static int? Missing(in Tally tally, SaladPolicy policy)
    {
        int missing = Math.Max(0, policy.Quorum - tally.Best - tally.Live);
        return missing == 0 || tally.Made + missing <= policy.ReplicaLimit ? missing : null;
    }

    /// <summary>Whether the most frequent answer is the result.</summary>
    public static bool IsDecided(in Tally tally, SaladPolicy policy) => tally.Best >= policy.Quorum;

    /// <summary>The task is done: so many equal answers are in.</summary>
    /// <param name="row">The task's row.</param>
    /// <param name="attempt">The attempt whose answer completed the quorum.</param>
    public static TaskRow Elect(TaskRow row, int attempt) =>
        row with { State = TaskState.Done, AcceptedAttempt = attempt, Running = false, Delayed = false };

    /// <summary>A replica of a decided task that nobody need do any more.</summary>
    public static TaskRow Spare(TaskRow row) =>
        row.State == TaskState.Done ? row : row with { State = TaskState.Dead, Running = false, Delayed = false };

    /// <summary>Until when a replica of a decided task may still be handed out, to compare its answer.</summary>
    public static TimeSpan ComparedUntil(TimeSpan now, SaladPolicy policy) => now + (policy.Lease ?? TimeSpan.Zero);
}
