using FruitSalad.History;
using FruitSalad.Tasks;

namespace FruitSalad.Chaos;

/// <summary>What came of a chaos run.</summary>
internal sealed record ChaosReport
{
    public required int MasterKills { get; init; }

    public required int WorkerKills { get; init; }

    public required int Outages { get; init; }

    /// <summary>How often no master was left.</summary>
    public required int Masterless { get; init; }

    /// <summary>How the salad ended; None: not within the bound.</summary>
    public required EndReason End { get; init; }

    public required int Tasks { get; init; }

    public required int Done { get; init; }

    /// <summary>Tasks of which more than one result was accepted.</summary>
    public required int Twice { get; init; }

    /// <summary>Results that were acknowledged to the witnesses.</summary>
    public required int Acknowledged { get; init; }

    /// <summary>What happened how often.</summary>
    public required IReadOnlyDictionary<EventKind, int> Events { get; init; }

    /// <summary>Every promise that the history breaks.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>
    /// From a master's death until each worker that it left alone had a call answered by another one; in order. Those
    /// during which the store was away, or no master was left, are not among them.
    /// </summary>
    public required IReadOnlyList<TimeSpan> Recoveries { get; init; }

    /// <summary>The recovery within which so many of a hundred were over.</summary>
    public TimeSpan Recovery(double percent) => Recoveries.Count == 0
        ? TimeSpan.Zero
        : Recoveries[Math.Min((int)(Recoveries.Count * percent / 100), Recoveries.Count - 1)];

    /// <summary>In words, for people.</summary>
    public override string ToString() => $"""
        killed: {MasterKills} masters, {WorkerKills} workers; the store was away {Outages} times, and no master was left {Masterless} times
        {End}: {Done:N0} of {Tasks:N0} tasks done; lost: {Tasks - Done}; accepted twice: {Twice}; {Acknowledged:N0} results acknowledged to witnesses
        {string.Join(", ", Events.Where(e => e.Value > 0).Select(e => $"{e.Key} {e.Value:N0}"))}
        violations: {Violations.Count}{string.Concat(Violations.Take(10).Select(violation => $"\n  {violation}"))}
        recovery from a dead master, {Recoveries.Count} workers: p50 {Recovery(50).TotalMilliseconds:N0} ms, p99 {Recovery(99).TotalMilliseconds:N0} ms, longest {Recovery(100).TotalMilliseconds:N0} ms
        """;
}
