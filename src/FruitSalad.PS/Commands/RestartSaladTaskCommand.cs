using System.Management.Automation;
using FruitSalad.Contract;
using FruitSalad.Tasks;

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
public sealed class RestartSaladTaskCommand : MasterCommand
{
    /// <summary>The tasks' numbers.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, int.MaxValue)]
    public int[] Id { get; set; } = [];

    /// <summary>Returns the restarted tasks.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process(SaladMasterHandle master)
    {
        foreach (var id in Id)
        {
            if (FindTask(master, id) is not { } task)
            {
                WriteError(Errors.TaskNotFound(id, master));
            }
            else if (task.State != TaskState.Dead)
            {
                WriteError(Errors.TaskNotDead(id, master));
            }
            else if (ShouldProcess($"{master}: {id} ({task.Name})"))
            {
                Restart(master, id);
            }
        }
    }

    private void Restart(SaladMasterHandle master, int id)
    {
        Await(master.Calls.RestartTasksAsync(new TaskList([id]), StopToken));
        if (PassThru)
        {
            WriteObject(new TaskEntry(master, FindTask(master, id)!));
        }
    }
}
