using System.Management.Automation;
using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Stores;

namespace FruitSalad.PS.Commands;

/// <summary>Shows the masters of this session, all masters of a salad, or all of a store.</summary>
/// <remarks>
/// <para>
/// Without parameters: those that the session started or joined, and has not stopped. Where a cmdlet is given no master,
/// it takes the only one of these; when there are several, it asks which.
/// </para>
/// <para>
/// With -Master, -Path or -Store: all that serve the salad now, whoever started them. One that was killed is not among
/// them: on this machine at once, on others within ten seconds.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-SaladMaster</code>
/// <para>Shows each master's name, address, process, seed and time scale.</para>
/// </example>
/// <example>
/// <code>Get-SaladMaster | Stop-SaladMaster</code>
/// <para>Stops them all.</para>
/// </example>
/// <example>
/// <code>Get-SaladMaster -Path ./salad.db | Get-SaladStatus</code>
/// <para>Asks every master that serves the file's salad.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "SaladMaster", DefaultParameterSetName = OfSession)]
[OutputType(typeof(SaladMasterHandle))]
public sealed class GetSaladMasterCommand : SaladCommand
{
    private const string OfSession = nameof(OfSession);
    private const string OfMaster = nameof(OfMaster);
    private const string OfFile = nameof(OfFile);
    private const string OfDatabase = nameof(OfDatabase);

    /// <summary>One of the salad's masters: what Start-SaladMaster or Connect-SaladMaster returned, 'host:port', or a port.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = OfMaster)]
    [MasterTransformation]
    [MasterCompleter]
    [ValidateNotNull]
    public SaladMasterHandle? Master { get; set; }

    /// <summary>A file that keeps the salad.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OfFile)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>A PostgreSQL database that keeps the salad: 'Host=...;Database=...'.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OfDatabase)]
    [ValidateNotNullOrEmpty]
    public string? Store { get; set; }

    /// <summary>The database's user and password.</summary>
    /// <value>The machine's user, with PGPASSWORD or the user's password file</value>
    [Parameter(ParameterSetName = OfDatabase)]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Which salad of the file or the database.</summary>
    /// <value>The only one</value>
    [Parameter(ParameterSetName = OfFile)]
    [Parameter(ParameterSetName = OfDatabase)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Master is not null)
        {
            WriteBeside(Master);
        }
        else if (FindStore(Path, Store, Credential) is { } store)
        {
            WriteAll(store);
        }
        else
        {
            WriteObject(Session.Masters, enumerateCollection: true);
        }
    }

    private void WriteBeside(SaladMasterHandle master)
    {
        try
        {
            Open(master);
            Write(Await(master.Calls.GetMastersAsync(StopToken)).Masters, master.WorkerKey, master.OwnerKey);
        }
        catch (Exception failed) when (Errors.Explain(failed, master) is { } error)
        {
            WriteError(error);
        }
    }

    private void WriteAll(SaladStore store)
    {
        try
        {
            var (masters, keys) = Await(ReadAsync(store));
            Write(masters, keys.Worker, keys.Owner);
        }
        catch (StoreException failed)
        {
            WriteError(Errors.OfStore(failed, store.Place));
        }
    }

    private async Task<(IReadOnlyList<MasterView> Masters, SaladKeys Keys)> ReadAsync(SaladStore store)
    {
        await using var kept = await store.OpenAsync(Name);
        return (await kept.Roll.ReadAsync(), kept.Keys);
    }

    private void Write(IReadOnlyList<MasterView> masters, byte[]? workerKey, byte[]? ownerKey)
    {
        foreach (var seen in masters)
        {
            var master = SaladMasterHandle.Of(seen, workerKey, ownerKey);
            if (Session.Masters.FirstOrDefault(known => known.IsAt(master.Addresses[0])) is { } own)
            {
                WriteObject(own);
            }
            else if (Lives(master) || seen.Host != Environment.MachineName)
            {
                WriteObject(master);
            }
        }
    }

    /// <summary>Whether it answers: the roll of a salad keeps a name for a while after its master was killed.</summary>
    private bool Lives(SaladMasterHandle master)
    {
        try
        {
            Open(master);
            return true;
        }
        catch (MasterUnreachableException)
        {
            return false;
        }
    }
}
