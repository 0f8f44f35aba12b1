using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Contract;

/// <summary>Where a salad stands.</summary>
public enum SaladState
{
    /// <summary>Nobody has asked for a task yet, or not everybody who is expected is there.</summary>
    Waiting,

    /// <summary>The clock runs.</summary>
    Running,

    /// <summary>It has ended; see the reason.</summary>
    Ended,
}

/// <summary>The answer to `get_status`.</summary>
public sealed record SaladStatus
{
    /// <summary>The salad's name.</summary>
    public required string Name { get; init; }

    /// <summary>The salad's identity.</summary>
    public required Guid Salad { get; init; }

    /// <summary>Where it stands.</summary>
    public required SaladState State { get; init; }

    /// <summary>Why it ended.</summary>
    public EndReason EndReason { get; init; }

    /// <summary>All tasks.</summary>
    public int Total { get; init; }

    /// <summary>Tasks that can be handed out.</summary>
    public int Ready { get; init; }

    /// <summary>Those of the ready ones that no worker that is present may take.</summary>
    public int Unplaced { get; init; }

    /// <summary>Tasks that wait for others, or for their time.</summary>
    public int Blocked { get; init; }

    /// <summary>Tasks held under a live lease.</summary>
    public int Leased { get; init; }

    /// <summary>Tasks whose result was accepted.</summary>
    public int Done { get; init; }

    /// <summary>Tasks that are given up: their attempts are used up, say, or the owner withdrew them.</summary>
    public int Dead { get; init; }

    /// <summary>The round: 1, and one more each time an ended salad got tasks again.</summary>
    public int Round { get; init; }

    /// <summary>Whether no more tasks will come.</summary>
    public bool Closed { get; init; }

    /// <summary>From the clock's start (the first question for a task, or everybody's hello) to the end or now, in ms.</summary>
    public double MakespanMs { get; init; }

    /// <summary>From the master's start to the end or now, in ms: start-up included.</summary>
    public double ElapsedMs { get; init; }

    /// <summary>
    /// What the same tasks in the same order need on the same workers without any overhead or crash, in ms; null
    /// before the end.
    /// </summary>
    public double? OracleMs { get; init; }

    /// <summary>What durations were multiplied with.</summary>
    public double TimeScale { get; init; }

    /// <summary>The recorded seed.</summary>
    public long Seed { get; init; }

    /// <summary>The wall clock's time at the salad's epoch: event times count from there.</summary>
    public DateTimeOffset Epoch { get; init; }

    /// <summary>The lease, in ms, scaled; null: for ever.</summary>
    public double? LeaseMs { get; init; }

    /// <summary>Every choice that the rules depend on, durations scaled: what the salad's history is checked against.</summary>
    public required SaladPolicy Policy { get; init; }

    /// <summary>How many events there were.</summary>
    public long Events { get; init; }

    /// <summary>Everybody who ever said hello, in that order.</summary>
    public required IReadOnlyList<WorkerView> Workers { get; init; }

    /// <summary>What the owner should know about the settings: a lease shorter than the longest task, say.</summary>
    public IReadOnlyList<SaladWarning> Warnings { get; init; } = [];
}

/// <summary>A worker as the owner sees it.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Pid">Its process; 0 for a thread.</param>
/// <param name="Host">Its machine.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Held">Numbers of the tasks that it holds; the first one runs.</param>
/// <param name="Accepted">How many of its results were accepted.</param>
/// <param name="LastSeenMs">How long ago it gave a sign of life, in ms.</param>
public sealed record WorkerView(
    Guid Id, string Name, int Pid, string Host, WorkerState State, IReadOnlyList<int> Held, int Accepted,
    double LastSeenMs)
{
    /// <summary>What it offers to tasks that ask for it; null: nothing.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>How many of its answers were not the one that the quorum accepted.</summary>
    public int Disagreed { get; init; }
}

/// <summary>Something about the settings that will hurt.</summary>
public enum SaladWarning
{
    /// <summary>The lease is shorter than the longest task and nothing renews it: living workers will be suspected.</summary>
    LeaseShorterThanWork,

    /// <summary>The scaled lease is below 250 ms: ordinary pauses of the machine will look like crashes.</summary>
    LeaseBelowMachinePauses,

    /// <summary>Tasks are ready that ask for labels which no worker that is present offers.</summary>
    LabelsOfferedByNobody,

    /// <summary>Fewer workers are present than equal answers are needed: as things stand nothing can be decided.</summary>
    FewerWorkersThanQuorum,
}
