using System.Management.Automation;
using FruitSalad.Contract;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Commands;

/// <summary>Stops a master: lets what is in progress come in, then closes it.</summary>
/// <remarks>
/// <para>
/// The master hands out nothing more, waits for the tasks in progress, and ends its salad. If that takes longer than
/// -TimeoutSeconds, or Ctrl+C ends the wait, nothing is lost: the master goes on taking results in, and can be stopped
/// again. A master of this session
/// then closes its port, and the files that it wrote for others go; a master elsewhere ends its salad only, for the
/// port belongs to the session that started it. What the salad was - status, tasks, results, events - stays readable
/// through the handle of a master that ran in this session.
/// </para>
/// </remarks>
/// <example>
/// <code>Stop-SaladMaster</code>
/// <para>Stops the only master of this session, when the tasks in progress have come in.</para>
/// </example>
/// <example>
/// <code>Get-SaladMaster | Stop-SaladMaster -Force</code>
/// <para>Stops all masters of this session at once.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "SaladMaster", SupportsShouldProcess = true)]
public sealed class StopSaladMasterCommand : MasterCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait for the tasks in progress, in seconds of real time.</summary>
    /// <value>60; where leases last for ever, as long as the longest task in progress takes</value>
    [Parameter]
    [ValidateRange(0, 1e6)]
    public double? TimeoutSeconds { get; set; }

    /// <summary>Stops at once: the results of what is in progress are lost.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Process(SaladMasterHandle master)
    {
        if (!ShouldProcess(master.ToString()))
        {
            return;
        }

        if (!Force && !Drain(master))
        {
            return;
        }

        Await(master.Calls.StopAsync(new Stop(Force: true), StopToken));
        master.Dispose();
    }

    /// <returns>False: something is in progress still.</returns>
    private bool Drain(SaladMasterHandle master)
    {
        Await(master.Calls.StopAsync(new Stop(), StopToken));
        var timeout = TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : NeededTime(master);
        var status = WaitForEnd(master, timeout);
        if (status.State != SaladState.Ended)
        {
            WriteError(Errors.MasterStopTimeout(master, status.Leased, timeout.TotalSeconds));
            return false;
        }

        if (master.Host is { } host)
        {
            WaitForWorkers(master, host.Master.Settings.Policy.Poll + Slack);
        }

        return true;
    }

    /// <summary>What the tasks in progress need: where leases last for ever, nothing else tells the late from the lost.</summary>
    private TimeSpan NeededTime(SaladMasterHandle master)
    {
        var status = Await(master.Calls.GetStatusAsync(new StatusQuery(), StopToken));
        if (status.LeaseMs is not null || status.Leased == 0)
        {
            return Patience;
        }

        var page = Await(master.Calls.GetTasksAsync(new TaskQuery(TaskState.Leased), StopToken));
        var longest = page.Tasks.Select(task => task.DurationMs).DefaultIfEmpty().Max();
        return TimeSpan.FromMilliseconds(longest * status.TimeScale) + Slack;
    }

    /// <summary>
    /// Lets the workers hear that it is over: they leave at their next question. Without it they would look for their
    /// master for half a minute.
    /// </summary>
    private void WaitForWorkers(SaladMasterHandle master, TimeSpan timeout)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var left = timeout - TimeProvider.System.GetElapsedTime(begun);
            var status = Await(master.Calls.GetStatusAsync(new StatusQuery(), StopToken));
            if (left <= TimeSpan.Zero
                || !status.Workers.Any(worker => worker.State is WorkerState.Waiting or WorkerState.Working))
            {
                return;
            }

            Await(master.Calls.GetEventsAsync(new EventQuery(status.Events, 1, left.TotalMilliseconds), StopToken));
        }
    }
}
