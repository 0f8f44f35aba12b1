using System.Collections;
using System.Management.Automation;
using FruitSalad.Simulation;

namespace FruitSalad.PS.Commands;

/// <summary>Makes salads by the thousand under virtual time, each repeatable from one line, or the same for real.</summary>
/// <remarks>
/// <para>
/// Without -Simulate each salad is made by a real master in this session and workers that are processes of their own,
/// crashes and channel included; with -TimeScale in less time. The results have the same form, durations as before the
/// time scale, so that both can be compared. Which worker gets which task is not in the seed's power then, so neither
/// is who crashes: compare means. What exists under virtual time alone (a mutant, say) is refused.
/// </para>
/// <para>
/// With -Simulate the same master, store and workers as in real life run under a virtual clock, over a simulated
/// channel: hours pass in milliseconds, and everything random follows from the seed. There is one result for each seed,
/// in the order of the seeds, the same whatever -ThrottleLimit.
/// </para>
/// <para>
/// After every step the promises are checked: no task lost, no result accepted twice, no lease ended early, and so on
/// (Test-SaladHistory names them). A result's Replay is a command that makes exactly that salad again; with -Verbose it
/// tells its events. With -Shrink a failure comes with a smaller salad that fails in the same way.
/// </para>
/// <para>
/// With -Strategy WorkStealing there is no master: the peers' and the gatherer's own code runs likewise, and the time to
/// find the end and to gather the results is part of the makespan.
/// </para>
/// <para>
/// A salad that has not ended by -HorizonSeconds ends as Stuck. Execution is at least once: Executions may be more than
/// there are tasks, and the difference is in WastedWork.
/// </para>
/// </remarks>
/// <example>
/// <code>Invoke-SaladExperiment -Simulate -Preset Basic -CrashProbability 0.6 -Seed (1..1000) | Group-Object EndReason</code>
/// <para>Without a timeout, three workers that crash: how many of a thousand salads wait for ever.</para>
/// </example>
/// <example>
/// <code>1..1000 | Invoke-SaladExperiment -Simulate -Healthy 1 -CrashProbability 0.6 -MaxAttempts 0 | Measure-Object Makespan -Average</code>
/// <para>Two workers that crash and one that does not: how long it takes on average, in seconds.</para>
/// </example>
/// <example>
/// <code>Invoke-SaladExperiment -Simulate -Channel @{ Delay = @{ Least = 0.1; Most = 2 }; Loss = 0.1 } -Seed 7 -Verbose</code>
/// <para>A channel that loses a tenth of all messages and delays the others; the events of one such salad.</para>
/// </example>
/// <example>
/// <code>Invoke-SaladExperiment -Simulate -Healthy 1 -CrashProbability 0.3 -Vary @{ LeaseSeconds = 2, 5, 10; NoRenewal = $true, $false } -Seed (1..500) | Measure-SaladExperiment</code>
/// <para>A sweep over leases with and without renewal: a row for each combination, with confidence intervals.</para>
/// </example>
/// <example>
/// <code>1..30 | Invoke-SaladExperiment -Healthy 1 -CrashProbability 0.6 -TimeScale 0.05 | Measure-Object Makespan -Average</code>
/// <para>The same as above with real processes that crash: the mean is near that of the simulated ones.</para>
/// </example>
/// <example>
/// <code>(Invoke-SaladExperiment -Simulate -Preset Basic -CrashProbability 0.6 -Seed 1 -Shrink).Shrunk</code>
/// <para>The smallest salad that waits for ever: one fruit, one worker, one crash.</para>
/// </example>
/// <example>
/// <code>Invoke-SaladExperiment -Simulate -Mutant Tutorial -Preset Timeout -Seed (1..1000) | Where-Object { $_.Violations }</code>
/// <para>Finds the salads that the tutorial's own master gets wrong.</para>
/// </example>
/// <example>
/// <code>Invoke-SaladExperiment -Simulate -Strategy WorkStealing -CrashProbability 0.05 -Healthy 1 -Seed (1..1000) | Measure-Object Makespan -Average -Maximum</code>
/// <para>The same salad without a master: how long it takes when peers die.</para>
/// </example>
/// <seealso cref="MeasureSaladExperimentCommand"/>
/// <seealso cref="MeasureSaladPolicyCommand"/>
/// <seealso cref="TestSaladHistoryCommand"/>
/// <seealso cref="StartSaladMasterCommand"/>
[Cmdlet(VerbsLifecycle.Invoke, "SaladExperiment")]
[OutputType(typeof(ExperimentRun))]
public sealed partial class InvokeSaladExperimentCommand : PlanCommand
{
    /// <summary>Under virtual time: hours pass in milliseconds. Otherwise with real processes, in real time.</summary>
    [Parameter]
    public SwitchParameter Simulate { get; set; }

    /// <summary>What durations are multiplied with, where processes are real: 0.05 makes a salad of 10 s in half a second.</summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(0.0001, 1000.0)]
    public double TimeScale { get; set; } = 1;

    /// <summary>
    /// The workers of a real salad are threads of this session: they start at once, and a crash ends the thread alone.
    /// </summary>
    [Parameter]
    public SwitchParameter InProcess { get; set; }

    /// <summary>
    /// The seeds: one salad for each. Everything random follows from it: the order, the crashes, the channel, and which
    /// of several things at the same moment comes first.
    /// </summary>
    /// <value>The plan's; without a plan a random one, which the result shows</value>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public long[]? Seed { get; set; }

    /// <summary>
    /// A whole plan, as a result's Replay or Shrunk writes it: JSON, the path of a file with it, or a hashtable or object
    /// of the same form. Parameters given beside it change it; those about workers replace all of its workers.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public object? Plan { get; set; }

    /// <summary>
    /// A sweep: a hashtable of parameters of this cmdlet, each with its values, as in @{ LeaseSeconds = 2, 4, 8; Workers =
    /// 2, 3 }. Each seed is made in every combination of the values. A result tells its values in properties of the same
    /// names; Measure-SaladExperiment makes one row of each combination.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Vary { get; set; }

    /// <summary>
    /// A wrong master in the real one's place, for the checks to catch. Tutorial: the tutorial's, faithfully, of whose
    /// policies only LeaseSeconds and PollSeconds have a meaning.
    /// </summary>
    /// <value>None</value>
    [Parameter]
    public Mutant Mutant { get; set; }

    /// <summary>
    /// Of several steps that are possible at the same moment the seed chooses one, each as likely. With this, it gives
    /// everybody a priority instead, and changes one a few times: a mistake that needs an unlikely order of so many steps
    /// is found sooner (probabilistic concurrency testing). 0: each as likely.
    /// </summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0, 100)]
    public int ScheduleDepth { get; set; }

    /// <summary>How many salads are made at once. Simulated ones do not depend on it; real ones disturb each other's times.</summary>
    /// <value>Simulated: the number of processors; real: 1</value>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <summary>The results carry their events.</summary>
    [Parameter]
    public SwitchParameter KeepEvents { get; set; }

    /// <summary>The results carry every step of everybody, to be read one by one.</summary>
    [Parameter]
    public SwitchParameter KeepTrace { get; set; }

    /// <summary>
    /// A salad that breaks a promise or, breaking none, is Stuck comes with the smallest one found that does the same.
    /// The search takes some seconds at most for each.
    /// </summary>
    [Parameter]
    public SwitchParameter Shrink { get; set; }
}
