using System.Management.Automation;
using FruitSalad.Contract;
using FruitSalad.Rpc;

namespace FruitSalad.PS.Commands;

/// <summary>Joins a master of another session or another machine, and makes it one of this session's.</summary>
/// <remarks>
/// <para>
/// Whoever joins needs a secret. A master leaves it to the other sessions of the same user on the same machine, so that
/// its port is enough there. Others need a join file: one that Start-SaladMaster -JoinFile wrote lets them work, one
/// from -OwnerFile lets them add, read and stop as well. On Unix a join file is refused while others may read it.
/// </para>
/// <para>A file that only lets one work is not tried out here: Start-SaladWorker does that.</para>
/// </remarks>
/// <example>
/// <code>Connect-SaladMaster 18861</code>
/// <para>Joins the master that another terminal of yours has started.</para>
/// </example>
/// <example>
/// <code>Connect-SaladMaster -JoinFile ./join.json | Start-SaladWorker -Count 4</code>
/// <para>Lets this machine work for the master that the file tells of.</para>
/// </example>
[Cmdlet(VerbsCommunications.Connect, "SaladMaster", DefaultParameterSetName = ByAddress)]
[OutputType(typeof(SaladMasterHandle))]
public sealed class ConnectSaladMasterCommand : SaladCommand
{
    private const string ByAddress = nameof(ByAddress);
    private const string ByFile = nameof(ByFile);

    /// <summary>The master's 'host:port', or its port on this machine.</summary>
    /// <value>127.0.0.1:18861</value>
    [Parameter(Position = 0, ParameterSetName = ByAddress, ValueFromPipeline = true)]
    [MasterTransformation]
    [ValidateNotNull]
    public SaladMasterHandle? Master { get; set; }

    /// <summary>A file that Start-SaladMaster -JoinFile or -OwnerFile wrote.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByFile)]
    [ValidateNotNullOrEmpty]
    public string JoinFile { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var master = ParameterSetName == ByFile
            ? Read(GetUnresolvedProviderPathFromPSPath(JoinFile))
            : Master ?? Session.MasterAt(new MasterAddress("127.0.0.1", MasterOptions.DefaultPort));
        try
        {
            if (ParameterSetName == ByAddress || master.KeyOf(Role.Owner) is not null)
            {
                Open(master);
            }
        }
        catch (Exception failed) when (Errors.Explain(failed, master) is { } error)
        {
            WriteError(error);
            return;
        }

        WriteObject(Join(master));
    }

    /// <summary>One handle a master, however often it is joined.</summary>
    private SaladMasterHandle Join(SaladMasterHandle master)
    {
        if (Session.Masters.FirstOrDefault(
            known => known.Salad == master.Salad && master.Addresses.Any(known.IsAt) && known.Knows(master)) is { } joined)
        {
            return joined;
        }

        Keep(master);
        Session.Add(master);
        return master;
    }

    private SaladMasterHandle Read(string path)
    {
        switch (Rpc.JoinFile.TryRead(path, out var file))
        {
            case JoinFileFault.Missing:
                throw Terminating(Errors.JoinFileMissing(path));
            case JoinFileFault.OpenToOthers:
                throw Terminating(Errors.JoinFileOpenToOthers(path));
            case JoinFileFault.Damaged:
                throw Terminating(Errors.JoinFileDamaged(path));
            default:
                return SaladMasterHandle.Of(file!);
        }
    }
}
