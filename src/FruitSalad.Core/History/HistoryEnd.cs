namespace FruitSalad.History;

/// <summary>What a history cannot say of itself and the promises of progress (L1, L2, L3) depend on.</summary>
public sealed record HistoryEnd
{
    /// <summary>Until when the salad was watched, since its epoch: what had not happened by then counts as missing.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>How late something may be without being missing: a timer's delay, a busy machine.</summary>
    public TimeSpan Slack { get; init; }

    /// <summary>
    /// Whether a worker lived to the end that never failed, within bounded delay, with a lease that is renewed or longer
    /// than every task, and with enough time to do everything.
    /// </summary>
    public bool HealthyWorker { get; init; }

    /// <summary>
    /// The last sign of life of any worker, since the epoch. A question that was answered "wait" is one and leaves no
    /// event. Null: not known; then only workers that are known to be gone count as silent.
    /// </summary>
    public TimeSpan? LastSignOfLife { get; init; }
}
