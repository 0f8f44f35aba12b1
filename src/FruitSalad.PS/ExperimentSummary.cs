using FruitSalad.Simulation;

namespace FruitSalad.PS;

/// <summary>Salads of an experiment that were made under the same conditions, together. Limits are of 95 % confidence.</summary>
public sealed class ExperimentSummary
{
    internal ExperimentSummary(IReadOnlyList<ExperimentRun> runs)
    {
        ExperimentRun[] served = [.. runs.Where(run => run.EndReason == SimulationEnd.Completed)];
        Case = runs[0].Case;
        Salads = runs.Count;
        Completed = Estimate.OfShare(served.Length, runs.Count);
        Makespan = Estimate.OfMean([.. served.Select(run => run.Makespan!.Value)]);
        Oracle = Estimate.OfMean([.. served.Where(run => run.Oracle is not null).Select(run => run.Oracle!.Value)]);
        Executions = Estimate.OfMean([.. runs.Select(run => (double)run.Executions)]);
        WastedWork = Estimate.OfMean([.. runs.Select(run => run.WastedWork)]);
        Requeues = Estimate.OfMean([.. runs.Select(run => (double)run.Requeues)]);
        LateResults = Estimate.OfMean([.. runs.Select(run => (double)run.LateResults)]);
        Messages = Estimate.OfMean([.. runs.Select(run => (double)run.Messages)]);
        Unfinished = Estimate.OfMean([.. runs.Select(run => (double)run.Unfinished)]);
        Violations = runs.Sum(run => run.Violations.Count);
    }

    /// <summary>What was varied, and the values here; empty where nothing was.</summary>
    public string Case { get; }

    /// <summary>How many salads.</summary>
    public int Salads { get; }

    /// <summary>The share of the salads that were served, from 0 to 1.</summary>
    public Estimate Completed { get; }

    /// <summary>The mean makespan of those, in seconds.</summary>
    public Estimate Makespan { get; }

    /// <summary>What the same tasks need without overhead or crash, on average, in seconds; of those served.</summary>
    public Estimate Oracle { get; }

    /// <summary>How often work on a task began, on average.</summary>
    public Estimate Executions { get; }

    /// <summary>The mean time spent on work whose result does not count, in seconds.</summary>
    public Estimate WastedWork { get; }

    /// <summary>How often tasks went back to the list, on average.</summary>
    public Estimate Requeues { get; }

    /// <summary>How many results came late, on average.</summary>
    public Estimate LateResults { get; }

    /// <summary>How many messages were sent, on average.</summary>
    public Estimate Messages { get; }

    /// <summary>How many tasks had no result in the end, on average.</summary>
    public Estimate Unfinished { get; }

    /// <summary>How many promises were broken, in all of them: none, unless there is a bug.</summary>
    public int Violations { get; }
}
