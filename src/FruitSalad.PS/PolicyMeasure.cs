using System.Globalization;
using FruitSalad.Tasks;

namespace FruitSalad.PS;

/// <summary>How salads fare under one choice of lease, renewal and late results. Limits are of 95 % confidence.</summary>
public sealed class PolicyMeasure
{
    private readonly SaladPolicy _policy;
    private readonly ExperimentSummary _summary;

    internal PolicyMeasure(SaladPolicy policy, ExperimentSummary summary)
    {
        _policy = policy;
        _summary = summary;
    }

    /// <summary>Whether this is the choice to take.</summary>
    public bool Recommended { get; internal set; }

    /// <summary>The lease, in seconds; null: none.</summary>
    public double? LeaseSeconds => _policy.Lease?.TotalSeconds;

    /// <summary>Whether workers renew their leases.</summary>
    public bool Renewal => _policy.Renewal;

    /// <summary>What becomes of late results.</summary>
    public LateResult LateResult => _policy.LateResult;

    /// <summary>How many salads were made.</summary>
    public int Salads => _summary.Salads;

    /// <summary>The share of them that were served, from 0 to 1.</summary>
    public Estimate Completed => _summary.Completed;

    /// <summary>The mean makespan of those, in seconds.</summary>
    public Estimate Makespan => _summary.Makespan;

    /// <summary>The mean time spent on work whose result does not count, in seconds.</summary>
    public Estimate WastedWork => _summary.WastedWork;

    /// <summary>How often tasks went back to the list, on average: crashes that were found, and false suspicions.</summary>
    public Estimate Requeues => _summary.Requeues;

    /// <summary>How many results came late, on average: from workers that were suspected though they lived.</summary>
    public Estimate LateResults => _summary.LateResults;

    /// <summary>The choice as parameters of Start-SaladMaster and Invoke-SaladExperiment.</summary>
    public string Parameters => string.Create(CultureInfo.InvariantCulture, $"-LeaseSeconds {LeaseSeconds ?? 0}")
        + (Renewal ? "" : " -NoRenewal") + $" -LateResult {LateResult}";

    /// <summary>
    /// The best first: of those that may serve as many salads as any, the soonest; of those that may be as soon, the one that
    /// wastes least. "May": their intervals reach so far.
    /// </summary>
    internal static List<PolicyMeasure> Rank(IReadOnlyCollection<PolicyMeasure> measures)
    {
        Estimate most = measures.MaxBy(measure => measure.Completed.Value)!.Completed;
        var serving = measures.Where(measure => measure.Completed.High >= most.Low);
        Estimate soonest = serving.MinBy(measure => Finite(measure.Makespan.Value))!.Makespan;
        PolicyMeasure best = serving
            .Where(measure => double.IsNaN(soonest.Value) || measure.Makespan.Low <= soonest.High)
            .MinBy(measure => (measure.WastedWork.Value, Finite(measure.Makespan.Value)))!;
        best.Recommended = true;
        return [.. measures
            .OrderByDescending(measure => measure.Recommended)
            .ThenByDescending(measure => measure.Completed.Value)
            .ThenBy(measure => Finite(measure.Makespan.Value))
            .ThenBy(measure => measure.WastedWork.Value)];
    }

    private static double Finite(double mean) => double.IsNaN(mean) ? double.MaxValue : mean;
}
