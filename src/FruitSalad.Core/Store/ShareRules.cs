using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>Static partitioning: who gets what, and for how long, as pure functions.</summary>
public static class ShareRules
{
    /// <summary>The share of each task, from 0.</summary>
    /// <param name="durations">The tasks' durations, in the order of the list.</param>
    /// <param name="shares">How many shares there are, from 1.</param>
    /// <param name="cut">How it is cut.</param>
    public static int[] Cut(IReadOnlyList<TimeSpan> durations, int shares, ShareCut cut)
    {
        var shareOf = new int[durations.Count];
        if (cut == ShareCut.RoundRobin)
        {
            for (int task = 0; task < shareOf.Length; task++)
            {
                shareOf[task] = task % shares;
            }

            return shareOf;
        }

        var lengths = new TimeSpan[shares];
        foreach (int task in Enumerable.Range(0, shareOf.Length).OrderByDescending(task => durations[task]))
        {
            int shortest = Array.IndexOf(lengths, lengths.Min());
            shareOf[task] = shortest;
            lengths[shortest] += durations[task];
        }

        return shareOf;
    }

    /// <summary>When the last share is done, if all workers begin at once and nothing costs time but the tasks.</summary>
    public static TimeSpan Makespan(IReadOnlyList<TimeSpan> durations, int shares, ShareCut cut)
    {
        int[] shareOf = Cut(durations, shares, cut);
        var lengths = new TimeSpan[shares];
        for (int task = 0; task < shareOf.Length; task++)
        {
            lengths[shareOf[task]] += durations[task];
        }

        return lengths.Max();
    }

    /// <summary>
    /// The policy for a task of a share: where nothing renews a lease, it lasts as much longer as the work takes that
    /// comes before the task, and the task itself. The policy's own lease is the slack.
    /// </summary>
    /// <param name="policy">The task's policy.</param>
    /// <param name="work">How long the worker needs for what it holds, this task included; scaled.</param>
    public static SaladPolicy For(SaladPolicy policy, TimeSpan work) =>
        policy is { Strategy: Strategy.Static, Renewal: false, Lease: { } lease } ? policy with { Lease = lease + work } : policy;
}
