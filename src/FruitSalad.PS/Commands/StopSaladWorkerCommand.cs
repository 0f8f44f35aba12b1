using System.Management.Automation;
using FruitSalad.Contract;

namespace FruitSalad.PS.Commands;

/// <summary>Stops workers.</summary>
/// <remarks>
/// <para>A worker is asked to finish what it works on, to give back what it has not begun, and to leave; the cmdlet
/// waits until it has. With -Force it is killed: nothing is said to the master, as in a crash.</para>
/// <para>Workers that another session started can be sent home through their master, but not killed from here.</para>
/// </remarks>
/// <example>
/// <code>Get-SaladWorker | Stop-SaladWorker</code>
/// <para>Every worker of the session finishes its task and leaves.</para>
/// </example>
/// <example>
/// <code>$workers[0] | Stop-SaladWorker -Force</code>
/// <para>Kills one worker: an experiment by hand.</para>
/// </example>
/// <seealso cref="StartSaladWorkerCommand"/>
/// <seealso cref="GetSaladWorkerCommand"/>
[Cmdlet(VerbsLifecycle.Stop, "SaladWorker", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SaladWorker))]
public sealed class StopSaladWorkerCommand : SaladCommand
{
    private readonly List<SaladWorker> _leaving = [];

    /// <summary>The workers, as Start-SaladWorker or Get-SaladWorker returned them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public SaladWorker[] Worker { get; set; } = [];

    /// <summary>Kills them, as a crash would.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How many seconds to wait until they have left.</summary>
    /// <value>60</value>
    [Parameter]
    [ValidateRange(0.0, 86_400.0)]
    public double TimeoutSeconds { get; set; } = 60;

    /// <summary>Returns the workers.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (SaladWorker worker in Worker)
        {
            if (ShouldProcess(worker.Name, Force ? Strings.KillWorker : Strings.DrainWorker))
            {
                Stop(worker);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Task all = Task.WhenAll(_leaving.Select(worker => worker.Exited!));
        Await(Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(TimeoutSeconds), StopToken)));
        foreach (SaladWorker worker in _leaving)
        {
            if (!worker.Exited!.IsCompleted)
            {
                WriteError(Errors.WorkerWaitTimeout(worker, TimeoutSeconds));
            }
            else if (PassThru)
            {
                WriteObject(worker);
            }
        }
    }

    private void Stop(SaladWorker worker)
    {
        if (worker.IsLocal)
        {
            if (Force)
            {
                worker.Kill();
            }
            else
            {
                worker.Drain();
            }

            _leaving.Add(worker);
        }
        else if (Force)
        {
            WriteError(Errors.CannotKillRemoteWorker(worker));
        }
        else
        {
            Await(worker.Master.Calls.DrainWorkersAsync(new WorkerList([worker.Id]), StopToken));
        }
    }
}
