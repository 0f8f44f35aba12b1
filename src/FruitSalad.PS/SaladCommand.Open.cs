using FruitSalad.Contract;
using FruitSalad.Rpc;

namespace FruitSalad.PS;

public abstract partial class SaladCommand
{
    private readonly List<SaladMasterHandle> _opened = [];
    private SaladMasterHandle? _usual;

    /// <summary>
    /// The master that is meant: the given one, the only one of this session or, where it has none, the one on this
    /// machine's usual port.
    /// </summary>
    private protected SaladMasterHandle ResolveMaster(SaladMasterHandle? given)
    {
        if (given is not null)
        {
            return given;
        }

        var masters = Session.Masters;
        if (masters.Count > 1)
        {
            ThrowTerminatingError(Errors.AmbiguousMaster(masters));
        }

        return masters.Count == 1
            ? masters[0]
            : _usual ??= SaladMasterHandle.At(new MasterAddress("127.0.0.1", MasterOptions.DefaultPort));
    }

    /// <summary>Gets a master ready for a role's calls: finds the secret, and for an owner connects.</summary>
    /// <exception cref="ErrorRecordException">The role's secret is not known here.</exception>
    /// <exception cref="MasterUnreachableException">Nobody answers there, or not the right one.</exception>
    private protected void Open(SaladMasterHandle master, Role role = Role.Owner)
    {
        if (master.KeyOf(role) is null)
        {
            FindSecret(master, role);
        }

        if (role == Role.Owner && !master.IsOpen)
        {
            Await(master.OpenAsync(StopToken));
            _opened.Add(master);
        }
    }

    /// <summary>Where workers of a master go, in the order to try: to it, and to those beside it where it knows any.</summary>
    private protected IReadOnlyList<MasterAddress> AddressesOf(SaladMasterHandle master)
    {
        try
        {
            if (master.OwnerKey is not null)
            {
                Open(master);
                master.Hear(Await(master.Calls.GetMastersAsync(StopToken)).Masters);
            }
        }
        catch (Exception failed) when (Errors.Explain(failed, master) is { } error)
        {
            // Workers look for it themselves, for a while.
            WriteVerbose(error.ToString());
        }

        return [.. master.Addresses.Concat(master.Beside).Distinct()];
    }

    /// <summary>From now on the connection is the session's, not this command's.</summary>
    private protected void Keep(SaladMasterHandle master) => _opened.Remove(master);

    private static void FindSecret(SaladMasterHandle master, Role role)
    {
        if ((master.WorkerKey ?? master.OwnerKey) is not null)
        {
            throw new ErrorRecordException(Errors.RoleMissing(master, role));
        }

        if (!SaladMasterHandle.IsLoopback(master.Address))
        {
            throw new ErrorRecordException(Errors.SecretMissing(master));
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
}
