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
public sealed class StopSaladTaskCommand : TaskCommand
{
    private protected override int Act(SaladMasterHandle master, TaskList task) =>
        Await(master.Calls.WithdrawTasksAsync(task, StopToken));

    private protected override ErrorRecord Objection(int id, SaladMasterHandle master) => Errors.TaskIsOver(id, master);
}
