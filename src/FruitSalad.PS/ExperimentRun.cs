using FruitSalad.History;
using FruitSalad.Simulation;

namespace FruitSalad.PS;

/// <summary>One salad of an experiment: how it went, and how to make it again.</summary>
public sealed class ExperimentRun
{
    private readonly SimulationResult _result;

    internal ExperimentRun(SimulationResult result, string replay, string? shrunk)
    {
        _result = result;
        Violations = new ViolationList(result.Violations);
        Replay = replay;
        Shrunk = shrunk;
        Events = new SaladLog(result.Epoch, result.Policy).Lines(result.Events);
    }

    /// <summary>What was varied, and the values here, as -Vary says them; empty where nothing was.</summary>
    public string Case => Labelled.TextOf(Varied);

    /// <summary>The number that everything random in it followed from.</summary>
    public long Seed => _result.Seed;

    /// <summary>How it ended; Stuck: not at all.</summary>
    public SimulationEnd EndReason => _result.EndReason;

    /// <summary>From the first question for a task to the end, in seconds; null where it has no end.</summary>
    public double? Makespan => _result.Makespan?.TotalSeconds;

    /// <summary>What the same tasks in the same order need on the same workers without overhead or crash, in seconds.</summary>
    public double? Oracle => _result.Oracle?.TotalSeconds;

    /// <summary>How often work on a task began.</summary>
    public int Executions => _result.Executions;

    /// <summary>Time spent on work whose result does not count, in seconds, of all workers together.</summary>
    public double WastedWork => _result.WastedWork.TotalSeconds;

    /// <summary>How often a task went back to the list: its lease expired, its worker was lost, failed or gave it back.</summary>
    public int Requeues => _result.Requeues;

    /// <summary>How many results came after their lease had ended, counted or not.</summary>
    public int LateResults => _result.LateResults;

    /// <summary>How many tasks have no accepted result at the end.</summary>
    public int Unfinished => _result.Unfinished;

    /// <summary>
    /// How many messages were sent, handshakes not counted; of real ones, what came to the master and the answers, and
    /// without a master what the peers said that were there at the end, what they heard, and the answers.
    /// </summary>
    public long Messages => _result.Messages;

    /// <summary>The promises that were broken: none, unless there is a bug.</summary>
    public IReadOnlyList<Violation> Violations { get; }

    /// <summary>The command that makes exactly this salad again; with -Verbose it tells the events.</summary>
    public string Replay { get; }

    /// <summary>
    /// The command that makes the smallest salad found that fails in the same way; null where nothing failed, or none
    /// was asked for.
    /// </summary>
    public string? Shrunk { get; }

    internal IReadOnlyList<(string Name, object? Value)> Varied { get; init; } = [];

    /// <summary>What happened, where it was to be kept.</summary>
    public IReadOnlyList<LogEntry> Events { get; }

    /// <summary>Every step of everybody, where they were to be kept: finer than the events, and told of a mutant too.</summary>
    public IReadOnlyList<TraceStep> Trace => _result.Trace;
}
