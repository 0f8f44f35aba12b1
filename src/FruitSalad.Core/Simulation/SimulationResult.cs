using FruitSalad.History;
using FruitSalad.Tasks;

namespace FruitSalad.Simulation;

/// <summary>What came of one salad of an experiment: a simulated one, or one of real processes. Durations are before the time scale.</summary>
public sealed record SimulationResult
{
    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>What its history was checked against: the plan's policy or, of a mutant, as much of it as it knows.</summary>
    public required SaladPolicy Policy { get; init; }

    /// <summary>The wall clock's time at the salad's epoch: virtual time begins with the salad.</summary>
    public DateTimeOffset Epoch { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>How it ended.</summary>
    public required SimulationEnd EndReason { get; init; }

    /// <summary>From the clock's start to the end; null where either is missing.</summary>
    public TimeSpan? Makespan { get; init; }

    /// <summary>What the same tasks in the same order need on the same workers without any overhead or crash.</summary>
    public TimeSpan? Oracle { get; init; }

    /// <summary>How often work on a task began.</summary>
    public int Executions { get; init; }

    /// <summary>The time spent on work whose result is not the accepted one.</summary>
    public TimeSpan WastedWork { get; init; }

    /// <summary>How often a lease ended without a result: expired, lost, failed or given back.</summary>
    public int Requeues { get; init; }

    /// <summary>How many results came after their lease had ended, counted or not.</summary>
    public int LateResults { get; init; }

    /// <summary>How many tasks have no accepted result at the end.</summary>
    public int Unfinished { get; init; }

    /// <summary>How many accepted results are wrong.</summary>
    public int WrongResults { get; init; }

    /// <summary>The workers whose answers were found not to be the accepted ones, by their places in the plan.</summary>
    public IReadOnlyList<int> Named { get; init; } = [];

    /// <summary>The promises that were broken: none, unless there is a bug.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>
    /// How many messages were sent, handshakes not counted; of real ones, what came to the master and the answers, and
    /// without a master what the peers said that were there at the end, what they heard, and the answers.
    /// </summary>
    public long Messages { get; init; }

    /// <summary>How many steps the simulation took; 0: it was none.</summary>
    public long Steps { get; init; }

    /// <summary>Who did what, where the plan asked for it; a broken promise stands where it was found.</summary>
    public IReadOnlyList<TraceStep> Trace { get; init; } = [];

    /// <summary>The salad's history, where the plan asked for it.</summary>
    public IReadOnlyList<SaladEvent> Events { get; init; } = [];
}
