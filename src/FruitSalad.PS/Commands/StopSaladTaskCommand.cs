using System.Management.Automation;
using FruitSalad.Contract;

namespace FruitSalad.PS.Commands;

/// <summary>Withdraws tasks: they are not done any more.</summary>
/// <remarks>
/// <para>
/// Whatever is neither done nor dead is dead then, and what depends on it is blocked. A worker that holds such a task
/// hears of it when it renews its lease, and stops; a result that was under way still counts. Restart-SaladTask takes the
/// withdrawal back.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-SaladTask -State Ready | Stop-SaladTask</code>
/// <para>Withdraws all tasks that nobody has begun.</para>
/// </example>
/// <example>
/// <code>Stop-SaladTask -Id 3 -PassThru</code>
/// <para>Withdraws one task and shows where it stands then.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "SaladTask", SupportsShouldProcess = true)]
[OutputType(typeof(TaskEntry))]
public sealed class StopSaladTaskCommand : MasterCommand
{
    /// <summary>The tasks' numbers.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, int.MaxValue)]
    public int[] Id { get; set; } = [];

    /// <summary>Returns the withdrawn tasks.</summary>
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
            else if (ShouldProcess($"{master}: {id} ({task.Name})"))
            {
                Stop(master, id);
            }
        }
    }

    private void Stop(SaladMasterHandle master, int id)
    {
        if (Await(master.Calls.WithdrawTasksAsync(new TaskList([id]), StopToken)) == 0)
        {
            WriteError(Errors.TaskIsOver(id, master));
        }
        else if (PassThru)
        {
            WriteObject(new TaskEntry(master, FindTask(master, id)!));
        }
    }
}
