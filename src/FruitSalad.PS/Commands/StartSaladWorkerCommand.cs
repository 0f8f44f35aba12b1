using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using FruitSalad.Contract;
using FruitSalad.Processes;
using FruitSalad.Worker;

namespace FruitSalad.PS.Commands;

/// <summary>Starts workers for a master.</summary>
/// <remarks>
/// <para>A worker asks the master for a task, works, hands the result in, and asks again. Each is a process of its own
/// by default, so that a crash is a real death; with -InProcess it is a thread of this session that starts at once.
/// They end by themselves when the salad has ended, when this session ends, or when no master answers any more.</para>
/// <para>Failing is opt-in for each worker: -CrashProbability says how likely it fails at each task, -CrashPoint where
/// in its loop, -FailureKind how. It is drawn from the salad's seed and the worker's number: the same seed fails at the
/// same places. Execution is at least once: a task whose worker died is done again by another.</para>
/// </remarks>
/// <example>
/// <code>Start-SaladMaster -Recipe FruitSalad -TimeScale 0.1 | Start-SaladWorker -Count 3</code>
/// <para>A master and three healthy worker processes.</para>
/// </example>
/// <example>
/// <code>
/// $m | Start-SaladWorker -Count 2 -CrashProbability 0.6
/// $m | Start-SaladWorker
/// </code>
/// <para>Two workers that crash, after the work and before the result is sent, and one that does not.</para>
/// </example>
/// <example>
/// <code>$m | Start-SaladWorker -Count 4 -CrashProbability 0.2 -CrashPoint MidWork -Respawn</code>
/// <para>Four workers that die in the middle of the work and are replaced.</para>
/// </example>
/// <seealso cref="StopSaladWorkerCommand"/>
/// <seealso cref="WaitSaladWorkerCommand"/>
/// <seealso cref="InvokeSaladWorkerCommand"/>
[Cmdlet(VerbsLifecycle.Start, "SaladWorker", SupportsShouldProcess = true)]
[OutputType(typeof(SaladWorker))]
public sealed class StartSaladWorkerCommand : MasterCommand
{
    /// <summary>How many workers to start.</summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Count { get; set; } = 1;

    /// <summary>How likely a worker fails at each task, from 0 (never) to 1.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double CrashProbability { get; set; }

    /// <summary>Where in its loop a worker fails.</summary>
    /// <value>AfterWork</value>
    [Parameter]
    public CrashPoint CrashPoint { get; set; }

    /// <summary>How a worker fails.</summary>
    /// <value>Crash</value>
    [Parameter]
    public FailureKind FailureKind { get; set; }

    /// <summary>What every task's duration is multiplied with: more than 1 for a slow worker.</summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(0.01, 1000.0)]
    public double Slowness { get; set; } = 1;

    /// <summary>
    /// How likely a worker answers wrongly, from 0 (never) to 1, with every sign of health: it says of a fruit what is not
    /// so. A master finds out with -Replicas and -Quorum, and names it.
    /// </summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double LieProbability { get; set; }

    /// <summary>The seed that decides where the workers fail.</summary>
    /// <value>The salad's seed</value>
    [Parameter]
    public long? Seed { get; set; }

    /// <summary>
    /// How many tasks a worker asks for at once; it works on one at a time, in order. More saves round trips where tasks
    /// are short, and needs renewal (the Robust preset).
    /// </summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int Prefetch { get; set; } = 1;

    /// <summary>What the workers offer to tasks that ask for it, word by word: gpu, region=eu.</summary>
    [Parameter]
    [ValidateCount(0, Tasks.Label.MaxCount - 1)]
    [ValidateLength(1, Tasks.Label.MaxLength)]
    public string[] Label { get; set; } = [];

    /// <summary>What people call the workers; several get a number appended.</summary>
    /// <value>W- and the number of the process</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateLength(1, 60)]
    public string? Name { get; set; }

    /// <summary>Threads of this session instead of processes: they start at once, and a crash ends only the thread.</summary>
    [Parameter]
    public SwitchParameter InProcess { get; set; }

    /// <summary>A worker that crashes is replaced by a new one.</summary>
    [Parameter]
    public SwitchParameter Respawn { get; set; }

    /// <summary>
    /// The workers run scripts too: script blocks that the salad's owner gives to Invoke-Salad -Master. Whoever knows the
    /// owner's secret can then do with them whatever the user who started them can. Without it none is
    /// given such a task.
    /// </summary>
    [Parameter]
    public SwitchParameter AllowScript { get; set; }

    /// <summary>After how many seconds without any master a worker gives up. Real time, whatever the time scale.</summary>
    /// <value>30</value>
    [Parameter]
    [ValidateRange(0.1, 86_400.0)]
    public double GiveUpSeconds { get; set; } = 30;

    /// <summary>
    /// After how many seconds without an answer a worker takes its connection for broken, and says the same again on a new
    /// one. Real time, whatever the time scale. Less than usual makes up for a channel that loses messages.
    /// </summary>
    /// <value>10</value>
    [Parameter]
    [ValidateRange(0.05, 3600.0)]
    public double CallTimeoutSeconds { get; set; } = 10;

    private protected override Role Role => Role.Worker;

    private protected override void Process(SaladMasterHandle master)
    {
        if (!ShouldProcess(master.ToString(), Strings.StartWorkers.Replace("{0}", Count.ToString(CultureInfo.CurrentCulture), StringComparison.Ordinal)))
        {
            return;
        }

        var starter = new WorkerStarter(master, InProcess ? null : WorkerHost())
        {
            Masters = AddressesOf(master),
            Plan = new CrashPlan { Probability = CrashProbability, Point = CrashPoint, Kind = FailureKind, Slowness = Slowness },
            Prefetch = Prefetch,
            Labels = Label,
            Lie = LieProbability,
            Seed = Seed,
            Respawn = Respawn,
            AllowScript = AllowScript,
            GiveUpAfter = TimeSpan.FromSeconds(GiveUpSeconds),
            CallTimeout = TimeSpan.FromSeconds(CallTimeoutSeconds),
        };
        for (int i = 1; i <= Count && !StopToken.IsCancellationRequested; i++)
        {
            try
            {
                WriteObject(starter.Start(Name is null || Count == 1 ? Name : $"{Name}-{i}"));
            }
            catch (Win32Exception cannot)
            {
                ThrowTerminatingError(Errors.WorkerHostUnavailable(cannot.Message, cannot));
            }
        }
    }
}
