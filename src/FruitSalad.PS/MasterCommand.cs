using System.Management.Automation;
using System.Net.Sockets;
using FruitSalad.Rpc;

namespace FruitSalad.PS;

/// <summary>A cmdlet about a master: finds out which, connects, and names what goes wrong.</summary>
public abstract class MasterCommand : SaladCommand
{
    private readonly List<SaladMasterHandle> _opened = [];
    private SaladMasterHandle? _usual;

    /// <summary>
    /// The master: what Start-SaladMaster or Connect-SaladMaster returned, 'host:port', or a port of this machine.
    /// </summary>
    /// <value>The only master of this session; without one, the master at 127.0.0.1:18861</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [MasterTransformation]
    [MasterCompleter]
    [ValidateNotNull]
    public SaladMasterHandle? Master { get; set; }

    /// <summary>Whether the cmdlet is about all masters of the session where none is named.</summary>
    private protected virtual bool TakesAll => false;

    /// <summary>What must be known of a master before the work begins.</summary>
    private protected virtual Access Needs => Access.Owner;

    /// <summary>Does the work for one master. What calls throw is turned into that master's error.</summary>
    /// <param name="master">The master, connected.</param>
    private protected abstract void Process(SaladMasterHandle master);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        foreach (var master in Resolve())
        {
            try
            {
                Open(master);
                Process(master);
            }
            catch (Exception failed) when (Explain(failed, master) is { } error)
            {
                WriteError(error);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // A connection for this command only. An object that keeps its handle makes a new one when it needs it.
        _opened.ForEach(master => master.Dispose());
        base.Dispose(disposing);
    }

    private IReadOnlyList<SaladMasterHandle> Resolve()
    {
        if (Master is not null)
        {
            return [Master];
        }

        var masters = Session.Masters;
        if (masters.Count > 1 && !TakesAll)
        {
            ThrowTerminatingError(Errors.AmbiguousMaster(masters));
        }

        return masters.Count > 0
            ? masters
            : [_usual ??= SaladMasterHandle.At(new MasterAddress("127.0.0.1", MasterOptions.DefaultPort))];
    }

    private void Open(SaladMasterHandle master)
    {
        if (Needs == Access.None || master.IsOpen || (Needs == Access.Worker && master.WorkerKey is not null))
        {
            return;
        }

        if (master.OwnerKey is null && master.WorkerKey is not null)
        {
            throw new ErrorRecordException(Errors.OwnerSecretMissing(master));
        }

        if (master.OwnerKey is null)
        {
            if (!SaladMasterHandle.IsLoopback(master.Address))
            {
                throw new ErrorRecordException(Errors.OwnerSecretMissing(master));
            }

            var file = UserFolder.FileOf(master.Port);
            switch (master.FindSecret())
            {
                case JoinFileFault.Missing:
                    throw new ErrorRecordException(Errors.MasterNotFound(master));
                case JoinFileFault.Damaged:
                    throw new ErrorRecordException(Errors.JoinFileDamaged(file));
                case JoinFileFault.OpenToOthers:
                    throw new ErrorRecordException(Errors.JoinFileOpenToOthers(file));
            }
        }

        if (Needs == Access.Owner)
        {
            Await(master.OpenAsync(StopToken));
            _opened.Add(master);
        }
    }

    private static ErrorRecord? Explain(Exception failed, SaladMasterHandle master) => failed switch
    {
        ErrorRecordException known => known.ErrorRecord,
        MasterUnreachableException { InnerException: null or not (SocketException or TimeoutException) } other =>
            Errors.MasterNotTrusted(master, other),
        MasterUnreachableException gone => Errors.MasterNotFound(master, gone),
        _ => RpcErrors.CodeOf(failed) switch
        {
            null => null,
            RpcErrors.SaladClosed => Errors.SaladClosed(master, failed),
            var code => Errors.CallRefused(master, code.Value, failed),
        },
    };
}
