using System.Management.Automation;
using FruitSalad.Contract;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Commands;

/// <summary>Shows the tasks of a salad, in the order of their numbers.</summary>
/// <remarks>
/// <para>
/// A task is blocked (waits for others), ready, leased (a worker holds it), done, or dead: its attempts are used up, or
/// it was withdrawn, and Restart-SaladTask gives it new ones. What depends on a dead task is blocked for ever, and its
/// BlockedBy names that task. A task that waits for nothing but its time says how long; a ready one that no worker present
/// may take, for want of labels, is Unplaced. The table shows all that beside the state.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-SaladTask</code>
/// <para>Shows all tasks of the only master of this session.</para>
/// </example>
/// <example>
/// <code>Get-SaladTask -State Dead | Restart-SaladTask</code>
/// <para>Gives the tasks whose attempts are used up new ones.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "SaladTask")]
[OutputType(typeof(TaskEntry))]
public sealed class GetSaladTaskCommand : StoredCommand
{
    /// <summary>Only tasks with these numbers.</summary>
    /// <value>All tasks</value>
    [Parameter(Position = 1)]
    [ValidateRange(0, int.MaxValue)]
    public int[]? Id { get; set; }

    /// <summary>Only tasks in these states.</summary>
    /// <value>All states</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public TaskState[]? State { get; set; }

    private protected override void Process(SaladMasterHandle master)
    {
        if (Id is null)
        {
            WriteAll(master);
            return;
        }

        foreach (var id in Id)
        {
            if (FindTask(master, id) is not { } task)
            {
                WriteError(Errors.TaskNotFound(id, master));
            }
            else if (State is null || State.Contains(task.State))
            {
                WriteObject(new TaskEntry(master, task));
            }
        }
    }

    private void WriteAll(SaladMasterHandle master)
    {
        // The master can look for one state; for several all tasks come here.
        TaskState? only = State is [var one] ? one : null;
        for (TaskQuery? query = new(only); query is not null;)
        {
            var page = Await(master.Calls.GetTasksAsync(query, StopToken));
            foreach (var task in page.Tasks.Where(task => State is null || State.Contains(task.State)))
            {
                WriteObject(new TaskEntry(master, task));
            }

            query = page.Next is { } from ? query with { From = from } : null;
        }
    }
}
