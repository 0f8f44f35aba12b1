using System.Management.Automation;
using FruitSalad.Journal;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Stores;

namespace FruitSalad.PS.Commands;

public sealed partial class StartSaladMasterCommand
{
    private SaladStore? _store;

    /// <summary>
    /// A file that keeps the salad, so that nothing is lost when the master falls. Where the file has the salad already,
    /// the master goes on with it as it was made; several masters of this machine may serve it at once.
    /// </summary>
    /// <value>None: the salad is kept in memory and ends with its master</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>
    /// A PostgreSQL database that keeps the salad: as -Path, for masters of many machines. Reads
    /// 'Host=...;Database=...'; the password is not part of it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Store { get; set; }

    /// <summary>The database's user and password.</summary>
    /// <value>The machine's user, with PGPASSWORD or the user's password file</value>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    private ErrorRecord? FindStore()
    {
        if (Path is not null && Store is not null)
        {
            return Errors.TwoStores(Path);
        }

        try
        {
            _store = Path is not null
                ? SaladStore.OfFile(GetUnresolvedProviderPathFromPSPath(Path))
                : Store is null ? null : SaladStore.OfDatabase(Store, Credential?.UserName, Credential?.GetNetworkCredential().Password);
            return null;
        }
        catch (StoreException failed)
        {
            return Errors.OfStore(failed, nameof(Store));
        }
    }

    /// <summary>Goes on with the salad that is meant, or makes it.</summary>
    private async Task<MasterHost> ServeAsync(
        SaladStore store, MasterOptions options, SaladSettings settings, IReadOnlyList<NewTask> tasks)
    {
        var kept = await FindAsync(store, settings, tasks);
        try
        {
            var salad = await JournaledTaskStore.OpenAsync(kept.Journal, TimeProvider.System);
            var counts = (await salad.SnapshotAsync()).Counts;
            if (salad.Settings.Id != settings.Id)
            {
                Post(() => WriteVerbose(Text.Of(
                    Strings.StoredSaladFound, salad.Settings.Name, store.Place, counts.Done, counts.Total)));
            }

            return await MasterHost.StartAsync(options with { Keys = kept.Keys }, salad, TimeProvider.System);
        }
        catch
        {
            await kept.Journal.DisposeAsync();
            throw;
        }
    }

    private async Task<KeptSalad> FindAsync(SaladStore store, SaladSettings settings, IReadOnlyList<NewTask> tasks)
    {
        // Without a word about which one, the only salad that is there is meant.
        var isNamed = Name is not null || MyInvocation.BoundParameters.ContainsKey(nameof(Recipe));
        var names = await store.NamesAsync();
        if (isNamed ? names.Contains(settings.Name) : names.Count > 0)
        {
            return await store.OpenAsync(isNamed ? settings.Name : null);
        }

        try
        {
            return await store.CreateAsync(settings, tasks, SaladKeys.Create());
        }
        catch (StoreException taken) when (taken.Fault == StoreFault.SaladExists)
        {
            // Another master made it in between: both serve it.
            return await store.OpenAsync(settings.Name);
        }
    }
}
