using System.Management.Automation;
using FruitSalad.Contract;

namespace FruitSalad.PS;

/// <summary>A cmdlet that changes tasks: finds each, asks before it acts, and shows what became of it.</summary>
public abstract class TaskCommand : MasterCommand
{
    /// <summary>The tasks' numbers.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, int.MaxValue)]
    public int[] Id { get; set; } = [];

    /// <summary>Returns the tasks as they stand then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Does it, if the task is one with which it can be done.</summary>
    /// <returns>To how many tasks it was done: 0 or 1.</returns>
    private protected abstract int Act(SaladMasterHandle master, TaskList task);

    /// <summary>Why it cannot be done with a task as it is.</summary>
    private protected abstract ErrorRecord Objection(int id, SaladMasterHandle master);

    private protected sealed override void Process(SaladMasterHandle master)
    {
        foreach (var id in Id)
        {
            if (FindTask(master, id) is not { } task)
            {
                WriteError(Errors.TaskNotFound(id, master));
            }
            else if (ShouldProcess($"{master}: {id} ({task.Name})"))
            {
                Change(master, id);
            }
        }
    }

    private void Change(SaladMasterHandle master, int id)
    {
        if (Act(master, new TaskList([id])) == 0)
        {
            WriteError(Objection(id, master));
        }
        else if (PassThru)
        {
            WriteObject(new TaskEntry(master, FindTask(master, id)!));
        }
    }
}
