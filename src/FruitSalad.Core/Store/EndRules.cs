using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>When a salad ends, and why: pure functions of its counts (S2, L3).</summary>
public static class EndRules
{
    /// <summary>
    /// Whether the work is over. Dependencies form no cycle, so where nothing is ready, nothing leased and nothing waits
    /// for its time alone, whatever is still blocked is blocked behind a dead task.
    /// </summary>
    /// <param name="counts">The salad's tasks by state.</param>
    /// <param name="closed">No more tasks will come.</param>
    /// <param name="stopping">The owner asked to stop once nothing is leased.</param>
    public static EndReason Decide(in TaskCounts counts, bool closed, bool stopping)
    {
        if (counts.Leased > 0 || counts.Surplus > 0)
        {
            return EndReason.None;
        }

        if (closed && counts is { Ready: 0, Delayed: 0 })
        {
            return counts.Done == counts.Total ? EndReason.Completed : EndReason.Failed;
        }

        return stopping ? EndReason.Stopped : EndReason.None;
    }

    /// <summary>
    /// When the salad ends for want of anybody; null while a lease is alive or all that is left waits for its time, or
    /// without an idle limit.
    /// </summary>
    /// <param name="counts">The salad's tasks by state.</param>
    /// <param name="quietSince">
    /// The last sign of life, or the end of the last lease, or when a task came due and nothing else was to do.
    /// </param>
    /// <param name="metAnybody">Whether any worker ever said hello: until then the start's grace counts too.</param>
    /// <param name="policy">The salad's policy, scaled.</param>
    public static TimeSpan? IdleAt(in TaskCounts counts, TimeSpan quietSince, bool metAnybody, SaladPolicy policy)
    {
        if (counts.Leased > 0 || counts.Surplus > 0 || counts.AreSuspended || policy.IdleLimit is not { } limit)
        {
            return null;
        }

        return quietSince + (metAnybody || limit > policy.StartGrace ? limit : policy.StartGrace);
    }
}
