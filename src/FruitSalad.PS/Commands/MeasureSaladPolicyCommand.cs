using System.Management.Automation;
using FruitSalad.Simulation;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Commands;

/// <summary>Finds a good lease, renewal and treatment of late results for given tasks, workers and channel.</summary>
/// <remarks>
/// <para>
/// Simulates the same salads, seed by seed, under every choice: each lease of -Lease, with and without renewal, and each
/// treatment of late results. What is fixed by -LeaseSeconds, -NoRenewal or -LateResult is not tried otherwise. There is
/// one result for each choice, the recommended one first.
/// </para>
/// <para>
/// Recommended is, of the choices that serve as many salads as any, the one that serves them soonest and, where that is
/// not certain, wastes least; as far as the 95 % confidence intervals tell. More -Salads tell more.
/// </para>
/// </remarks>
/// <example>
/// <code>Measure-SaladPolicy -Healthy 1 -CrashProbability 0.3 | Format-Table</code>
/// <para>Two workers of three crash now and then: which lease, whether to renew it, and what to do with late results.</para>
/// </example>
/// <example>
/// <code>$best = Measure-SaladPolicy -Channel @{ Delay = @{ Least = 0; Mean = 1 } } -Lease 2, 4, 8, 16 | Select-Object -First 1
/// $best.Parameters</code>
/// <para>For a slow channel, among four leases; the answer as parameters of Start-SaladMaster.</para>
/// </example>
/// <seealso cref="InvokeSaladExperimentCommand"/>
/// <seealso cref="StartSaladMasterCommand"/>
[Cmdlet(VerbsDiagnostic.Measure, "SaladPolicy")]
[OutputType(typeof(PolicyMeasure))]
public sealed class MeasureSaladPolicyCommand : PlanCommand
{
    private static readonly double[] UsualLeases = [0.5, 0.9, 1.1, 1.5, 2, 3, 5, 10];
    private static readonly TimeSpan BetweenProgress = TimeSpan.FromMilliseconds(250);

    /// <summary>The leases to try, in seconds; 0: none.</summary>
    /// <value>From half of the longest task's duration to ten times it</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateRange(0.0, 1e6)]
    public double[]? Lease { get; set; }

    /// <summary>How many salads each choice makes.</summary>
    /// <value>500</value>
    [Parameter]
    [ValidateRange(2, 100_000)]
    public int Salads { get; set; } = 500;

    /// <summary>The first seed; the others follow it.</summary>
    /// <value>1</value>
    [Parameter]
    public long Seed { get; set; } = 1;

    /// <summary>How many salads are made at once. The results do not depend on it.</summary>
    /// <value>The number of processors</value>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var plan = MakePlan(new SimulationPlan());
        SaladPolicy[] choices = [.. Choices(plan)];
        var runs = choices.Select(_ => new ExperimentRun[Salads]).ToArray();
        var made = 0;
        var limits = new ParallelOptions { MaxDegreeOfParallelism = ThrottleLimit, CancellationToken = StopToken };
        Await(Task.Run(() => Parallel.For(0, choices.Length * Salads, limits, i =>
        {
            var (choice, salad) = Math.DivRem(i, Salads);
            var result = Simulator.Run(plan with { Policy = choices[choice], Seed = Seed + salad }, StopToken);
            runs[choice][salad] = new ExperimentRun(result, "", shrunk: null);
            Interlocked.Increment(ref made);
        })), () => ShowProgress(made, choices.Length * Salads));
        PolicyMeasure[] measures = [.. choices.Select((policy, i) => new PolicyMeasure(policy, new ExperimentSummary(runs[i])))];
        WriteObject(PolicyMeasure.Rank(measures), enumerateCollection: true);
    }

    private IEnumerable<SaladPolicy> Choices(SimulationPlan plan)
    {
        var longest = plan.Recipe.Tasks.Max(task => task.Duration);
        TimeSpan?[] leases = Has(nameof(LeaseSeconds)) ? [plan.Policy.Lease]
            : Lease is not null ? [.. Lease.Select(seconds => seconds == 0 ? (TimeSpan?)null : TimeSpan.FromSeconds(seconds))]
            : [.. UsualLeases.Select(factor => (TimeSpan?)(longest * factor))];
        bool[] renewals = NoRenewal ? [false] : [true, false];
        var lates = LateResult is { } one ? [one] : Enum.GetValues<LateResult>();
        return from lease in leases.Distinct()
               from renewal in lease is null ? [false] : renewals
               from late in lates
               select plan.Policy with { Lease = lease, Renewal = renewal, LateResult = late };
    }

    /// <summary>Waits for the work, and shows how far it is.</summary>
    private void Await(Task work, Action show)
    {
        while (!work.IsCompleted)
        {
            Await(Task.WhenAny(work, Task.Delay(BetweenProgress, StopToken)));
            show();
        }

        Await(work);
    }

    private void ShowProgress(int made, int all) => WriteProgress(
        new ProgressRecord(0, Strings.ExperimentProgressActivity, Text.Of(Strings.ExperimentProgressStatus, made, all))
        {
            PercentComplete = (int)(made * 100L / all),
            RecordType = made == all ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
}
