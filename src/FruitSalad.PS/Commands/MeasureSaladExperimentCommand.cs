using System.Management.Automation;

namespace FruitSalad.PS.Commands;

/// <summary>Adds up the salads of an experiment: a row for each combination of what was varied, with confidence intervals.</summary>
/// <remarks>
/// <para>
/// Takes the results of Invoke-SaladExperiment. Salads that were made with the same values of -Vary are one row; without
/// -Vary all are one. Means and shares carry the limits between which the truth lies with 95 % confidence: Student's t for
/// means, Clopper and Pearson's for shares.
/// </para>
/// </remarks>
/// <example>
/// <code>1..1000 | Invoke-SaladExperiment -Simulate -Healthy 1 -CrashProbability 0.6 -MaxAttempts 0 | Measure-SaladExperiment</code>
/// <para>How often a thousand salads are served, how long they take, and how much work is wasted.</para>
/// </example>
/// <example>
/// <code>$sweep = Invoke-SaladExperiment -Simulate -Vary @{ Workers = 1..8 } -Seed (1..200) | Measure-SaladExperiment
/// $sweep | ForEach-Object { [pscustomobject] @{ Workers = $_.Workers; Makespan = $_.Makespan.Value } } | Export-Csv sweep.csv</code>
/// <para>The makespan by the number of workers, as a file.</para>
/// </example>
/// <seealso cref="InvokeSaladExperimentCommand"/>
[Cmdlet(VerbsDiagnostic.Measure, "SaladExperiment")]
[OutputType(typeof(ExperimentSummary))]
public sealed class MeasureSaladExperimentCommand : SaladCommand
{
    private readonly OrderedDictionary<string, List<ExperimentRun>> _cases = [];

    /// <summary>Results of Invoke-SaladExperiment.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public ExperimentRun[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var run in InputObject)
        {
            if (!_cases.TryGetValue(run.Case, out var runs))
            {
                _cases.Add(run.Case, runs = []);
            }

            runs.Add(run);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var runs in _cases.Values)
        {
            WriteObject(Labelled.Of(new ExperimentSummary(runs), runs[0].Varied));
        }
    }
}
