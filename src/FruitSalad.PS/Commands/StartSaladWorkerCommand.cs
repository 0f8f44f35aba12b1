using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;

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
public sealed class StartSaladWorkerCommand : WorkerCommand
{
    /// <summary>How many workers to start.</summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Count { get; set; } = 1;

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

    private protected override void Process(SaladMasterHandle master)
    {
        if (!ShouldProcess(master.ToString(), Strings.StartWorkers.Replace("{0}", Count.ToString(CultureInfo.CurrentCulture), StringComparison.Ordinal)))
        {
            return;
        }

        WorkerStarter starter = MakeStarter(master, InProcess ? null : WorkerHost(), Respawn);
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
