using System.Management.Automation;
using FruitSalad.Contract;
using FruitSalad.Rpc;

namespace FruitSalad.PS;

/// <summary>A cmdlet about a master: finds out which, connects, and names what goes wrong.</summary>
public abstract class MasterCommand : SaladCommand
{
    /// <summary>
    /// The master: what Start-SaladMaster or Connect-SaladMaster returned, 'host:port', or a port of this machine. Several
    /// masters of one salad, as a list: any of them, in that order.
    /// </summary>
    /// <value>The only master of this session; without one, the master at 127.0.0.1:18861</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [MasterTransformation]
    [MasterCompleter]
    [ValidateNotNull]
    public SaladMasterHandle? Master { get; set; }

    /// <summary>Whether the cmdlet is about all masters of the session where none is named.</summary>
    private protected virtual bool TakesAll => false;

    /// <summary>
    /// What it takes: Owner, and the master is connected; Worker, and only its addresses and the workers' secret are
    /// sure to be known.
    /// </summary>
    private protected virtual Role Role => Role.Owner;

    /// <summary>Does the work where no master is named and the session itself knows the answer.</summary>
    /// <returns>False: a master is needed.</returns>
    private protected virtual bool ProcessSession() => false;

    /// <summary>Does the work for one master. What calls throw is turned into that master's error.</summary>
    /// <param name="master">The master, opened.</param>
    private protected abstract void Process(SaladMasterHandle master);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        if (Master is null && ProcessSession())
        {
            return;
        }

        foreach (var master in Resolve())
        {
            Try(master, () =>
            {
                Open(master, Role);
                Process(master);
            });
        }
    }

    /// <summary>Does something with a master; if that fails, writes why and lets the next one have its turn.</summary>
    private protected void Try(SaladMasterHandle master, Action action)
    {
        try
        {
            action();
        }
        catch (Exception failed) when (Errors.Explain(failed, master) is { } error)
        {
            WriteError(error);
        }
    }

    /// <summary>The task of a number; null: there is none.</summary>
    private protected TaskView? FindTask(SaladMasterHandle master, int id)
    {
        var page = Await(master.Calls.GetTasksAsync(new TaskQuery(null, id, 1), StopToken));
        return page.Tasks.FirstOrDefault(task => task.Id == id);
    }

    private IReadOnlyList<SaladMasterHandle> Resolve() =>
        Master is null && TakesAll && Session.Masters is { Count: > 0 } all ? all : [ResolveMaster(Master)];
}
