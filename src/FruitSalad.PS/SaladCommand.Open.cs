using FruitSalad.Contract;
using FruitSalad.Rpc;

namespace FruitSalad.PS;

public abstract partial class SaladCommand
{
    private readonly List<SaladMasterHandle> _opened = [];

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
