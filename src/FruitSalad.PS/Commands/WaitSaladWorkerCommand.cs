using System.Management.Automation;

namespace FruitSalad.PS.Commands;

/// <summary>Waits until workers have ended.</summary>
/// <remarks>
/// <para>A worker ends when the salad has, when it is stopped, or when it crashes; its State tells which. Ctrl+C ends
/// the wait, not the workers.</para>
/// </remarks>
/// <example>
/// <code>Get-SaladWorker | Wait-SaladWorker -TimeoutSeconds 60</code>
/// <para>Waits for all workers of the session, and returns them.</para>
/// </example>
/// <seealso cref="StartSaladWorkerCommand"/>
[Cmdlet(VerbsLifecycle.Wait, "SaladWorker")]
[OutputType(typeof(SaladWorker))]
public sealed class WaitSaladWorkerCommand : SaladCommand
{
    private readonly List<SaladWorker> _awaited = [];

    /// <summary>The workers, as Start-SaladWorker or Get-SaladWorker returned them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public SaladWorker[] Worker { get; set; } = [];

    /// <summary>How many seconds to wait; 0: for ever.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0.0, 86_400.0)]
    public double TimeoutSeconds { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (SaladWorker worker in Worker)
        {
            if (worker.IsLocal)
            {
                _awaited.Add(worker);
            }
            else
            {
                WriteError(Errors.CannotWaitForRemoteWorker(worker));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Task all = Task.WhenAll(_awaited.Select(worker => worker.Exited!));
        TimeSpan limit = TimeoutSeconds > 0 ? TimeSpan.FromSeconds(TimeoutSeconds) : Timeout.InfiniteTimeSpan;
        Await(Task.WhenAny(all, Task.Delay(limit, StopToken)));
        foreach (SaladWorker worker in _awaited)
        {
            if (worker.Exited!.IsCompleted)
            {
                WriteObject(worker);
            }
            else
            {
                WriteError(Errors.WorkerWaitTimeout(worker, TimeoutSeconds));
            }
        }
    }
}
