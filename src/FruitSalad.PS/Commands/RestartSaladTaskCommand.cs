using System.Management.Automation;
using FruitSalad.Contract;

namespace FruitSalad.PS.Commands;

/// <summary>Gives tasks whose attempts are used up new ones.</summary>
/// <remarks>
/// <para>
/// A task is dead when it has failed, or taken its worker with it, as often as the master's -MaxAttempts allows, or when
/// Stop-SaladTask withdrew it. Once the cause is mended, it can be tried again. If the salad has ended, it goes on in a
/// new round, with its own end.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-SaladTask -State Dead | Restart-SaladTask</code>
/// <para>Restarts all dead tasks of the only master of this session.</para>
/// </example>
/// <example>
/// <code>Restart-SaladTask -Id 3, 4 -PassThru</code>
/// <para>Restarts two tasks and shows where they stand then.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Restart, "SaladTask", SupportsShouldProcess = true)]
[OutputType(typeof(TaskEntry))]
public sealed class RestartSaladTaskCommand : TaskCommand
{
    private protected override int Act(SaladMasterHandle master, TaskList task) =>
        Await(master.Calls.RestartTasksAsync(task, StopToken));

    private protected override ErrorRecord Objection(int id, SaladMasterHandle master) => Errors.TaskNotDead(id, master);
}
