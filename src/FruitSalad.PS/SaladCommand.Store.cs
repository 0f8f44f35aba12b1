using System.Management.Automation;
using FruitSalad.Store;
using FruitSalad.Stores;

namespace FruitSalad.PS;

public abstract partial class SaladCommand
{
    /// <summary>The store that a user means; null: none.</summary>
    /// <param name="path">A file.</param>
    /// <param name="database">A database: 'Host=...;Database=...'.</param>
    /// <param name="credential">Its user and password.</param>
    private protected SaladStore? FindStore(string? path, string? database, PSCredential? credential)
    {
        if (path is not null && database is not null)
        {
            throw Terminating(Errors.TwoStores(path));
        }

        try
        {
            return path is not null ? SaladStore.OfFile(GetUnresolvedProviderPathFromPSPath(path))
                : database is null ? null
                : SaladStore.OfDatabase(database, credential?.UserName, credential?.GetNetworkCredential().Password);
        }
        catch (StoreException failed)
        {
            throw Terminating(Errors.OfStore(failed, "Store"));
        }
    }
}
