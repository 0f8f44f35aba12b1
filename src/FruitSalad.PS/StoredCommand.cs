using System.Management.Automation;
using FruitSalad.Journal;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Stores;

namespace FruitSalad.PS;

/// <summary>A cmdlet that only reads: of a master, or of a file that kept a salad whose masters are gone.</summary>
public abstract class StoredCommand : MasterCommand
{
    /// <summary>A file that Start-SaladMaster -Path kept a salad in. No master need run.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Which salad of the file.</summary>
    /// <value>The only one</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    private protected sealed override bool ProcessSession()
    {
        if (Path is null)
        {
            return false;
        }

        var store = SaladStore.OfFile(GetUnresolvedProviderPathFromPSPath(Path));
        try
        {
            using var salad = SaladMasterHandle.Of(Await(ReadAsync(store)));
            Try(salad, () => Process(salad));
        }
        catch (StoreException failed)
        {
            WriteError(Errors.OfStore(failed, store.Place));
        }

        return true;
    }

    private async Task<MasterHost> ReadAsync(SaladStore store)
    {
        var kept = await store.OpenAsync(Name);
        try
        {
            var salad = await JournaledTaskStore.OpenAsync(
                kept.Journal, TimeProvider.System, new JournaledStoreOptions { AllEvents = true });
            return MasterHost.Read(salad, kept.Keys, TimeProvider.System);
        }
        catch
        {
            await kept.Journal.DisposeAsync();
            throw;
        }
    }
}
