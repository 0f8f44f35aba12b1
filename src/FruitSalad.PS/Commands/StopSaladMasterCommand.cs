using System.Diagnostics;
using System.Management.Automation;
using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Commands;

/// <summary>Stops a master: lets what is in progress come in, then closes it.</summary>
/// <remarks>
/// <para>
/// The master hands out nothing more, waits for the tasks in progress, and ends its salad. If that takes longer than
/// -TimeoutSeconds, or Ctrl+C ends the wait, nothing is lost: the master goes on taking results in, and can be stopped
/// again. A master of this session
/// then closes its port, and the files that it wrote for others go; one in a process of its own ends; a master of another
/// session ends its salad only, for the port belongs to the session that started it. What the salad was - status, tasks,
/// results, events - stays readable through the handle of a master that ran in this session.
/// </para>
/// <para>
/// Where other masters serve the same salad, only this one goes: its workers go on with the others, and the last one that
/// is stopped ends the salad.
/// </para>
/// <para>
/// With -Force a master in a process of its own is killed, as kill -9 does: its salad knows nothing of it and, where a
/// file or a database keeps it, goes on when somebody serves it again.
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

    /// <summary>
    /// Stops at once: the results of what is in progress are lost with the salad's end. A master in a process of its own is
    /// killed, and its salad does not end.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Process(SaladMasterHandle master)
    {
        if (!ShouldProcess(master.ToString()))
        {
            return;
        }

        if (Force && master.Process is { } own)
        {
            // Not a word to it: it may be stuck.
            own.Kill();
            master.Dispose();
            return;
        }

        var masters = Await(master.Calls.GetMastersAsync(StopToken)).Masters;
        var self = masters.FirstOrDefault(one => one.Asked);
        var endsAlone = self is { OwnProcess: true };
        if (Force && endsAlone && self!.Host == Environment.MachineName)
        {
            Kill(self.Pid);
        }
        else if ((master.IsLocal || endsAlone) && masters.Any(other => !other.Asked && Lives(other, master)))
        {
            Leave(master, endsAlone ? self : null);
        }
        else if (Force || Drain(master, endsAlone))
        {
            Await(master.Calls.StopAsync(new Stop(Force: true), StopToken));
            Leave(master, endsAlone ? self : null);
        }
        else
        {
            return;
        }

        master.Dispose();
    }

    /// <summary>Whether another master of the salad is there to go on, as far as can be told from here.</summary>
    private bool Lives(MasterView other, SaladMasterHandle master)
    {
        using var probe = SaladMasterHandle.Of(other, master.WorkerKey, master.OwnerKey);
        if (other.Host != Environment.MachineName && SaladMasterHandle.IsLoopback(probe.Address))
        {
            return true;
        }

        try
        {
            Await(probe.OpenAsync(StopToken));
            return true;
        }
        catch (MasterUnreachableException)
        {
            return false;
        }
    }

    /// <summary>A process of its own ends when it is asked to.</summary>
    private void Leave(SaladMasterHandle master, MasterView? process)
    {
        if (process is null)
        {
            return;
        }

        try
        {
            Await(master.Calls.ResignAsync(StopToken));
        }
        catch (MasterUnreachableException)
        {
            // It was quicker than its answer.
        }

        if (process.Host == Environment.MachineName && Find(process.Pid) is { } running)
        {
            using (running)
            {
                Await(Task.WhenAny(running.WaitForExitAsync(StopToken), Task.Delay(Slack, StopToken)));
            }
        }
    }

    private void Kill(int pid)
    {
        using var running = Find(pid);
        running?.Kill();
        if (running is not null)
        {
            Await(running.WaitForExitAsync(StopToken));
        }
    }

    private static Process? Find(int pid)
    {
        try
        {
            return System.Diagnostics.Process.GetProcessById(pid);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <returns>False: something is in progress still.</returns>
    private bool Drain(SaladMasterHandle master, bool endsAlone)
    {
        Await(master.Calls.StopAsync(new Stop(), StopToken));
        var timeout = TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : NeededTime(master);
        var status = WaitForEnd(master, timeout);
        if (status.State != SaladState.Ended)
        {
            WriteError(Errors.MasterStopTimeout(master, status.Leased, timeout.TotalSeconds));
            return false;
        }

        if (master.IsLocal || endsAlone)
        {
            LetWorkersHear(master);
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
}
