using System.Management.Automation;
using FruitSalad.Processes;
using FruitSalad.PS.Scripts;
using FruitSalad.Worker;

namespace FruitSalad.PS.Commands;

/// <summary>Works for a master, here and now, until there is nothing more to do.</summary>
/// <remarks>
/// <para>The same worker as Start-SaladWorker starts, in the foreground: its log lines are its output, and Ctrl+C ends
/// it. A crash that was asked for ends only the work, not the session. This is how another terminal or another machine
/// joins: with the master's port, or with the join file that Start-SaladMaster wrote.</para>
/// </remarks>
/// <example>
/// <code>Invoke-SaladWorker 18861</code>
/// <para>In a second terminal of the same user: works for the master of the first.</para>
/// </example>
/// <example>
/// <code>Connect-SaladMaster -JoinFile ./salad.join | Invoke-SaladWorker -Name kitchen-2</code>
/// <para>On another machine that was given the join file.</para>
/// </example>
/// <example>
/// <code>Connect-SaladMaster -JoinFile ./salad.join | Invoke-SaladWorker -AllowScript</code>
/// <para>The same, and it also runs the script blocks of the salad's owner.</para>
/// </example>
/// <seealso cref="StartSaladWorkerCommand"/>
[Cmdlet(VerbsLifecycle.Invoke, "SaladWorker")]
[OutputType(typeof(LogEntry))]
public sealed class InvokeSaladWorkerCommand : WorkerCommand
{
    /// <summary>What people call the worker.</summary>
    /// <value>W- and the number of this process</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateLength(1, 60)]
    public string? Name { get; set; }

    private protected override void Process(SaladMasterHandle master)
    {
        WorkerStarter starter = MakeStarter(master, command: null);
        string name = Name ?? $"W-{Environment.ProcessId}";
        WorkerThread worker = WorkerThread.Start(
            starter.SettingsOf(name, Session.NextOrdinal(master)),
            line => Post(() => WriteObject(new LogEntry(new WorkerLogLine(name, line)))),
            () => new ScriptTaskRunner());
        try
        {
            Await(worker.Exited);
        }
        finally
        {
            worker.Kill();
        }

        if (worker.Exited.Result == WorkerExit.Failed)
        {
            WriteError(Errors.MasterLost(master));
        }
    }
}
