using System.Net;
using System.Security.Cryptography.X509Certificates;
using FruitSalad.Journal;
using FruitSalad.Processes;
using FruitSalad.Rpc;
using FruitSalad.Store;

namespace FruitSalad.Stores;

/// <summary>Starts masters over what a store keeps: goes on with the salad that is meant, or makes it.</summary>
public static class StoredMaster
{
    /// <summary>Starts a master as a process of its own is told.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken, or may not be used.</exception>
    /// <exception cref="ArgumentException">The tasks do not fit together.</exception>
    public static async Task<MasterHost> StartAsync(MasterSettings settings)
    {
        var options = new MasterOptions
        {
            Address = IPAddress.Parse(settings.Address),
            Port = settings.Port,
            Keys = SaladKeys.Create(),
            Certificate = settings.Certificate is { } kept ? X509CertificateLoader.LoadPkcs12(kept, null) : null,
            AllowInsecure = settings.AllowInsecure,
            OwnProcess = true,
        };
        SaladStore? store = settings.File is { } file ? SaladStore.OfFile(file)
            : settings.Database is { } database ? SaladStore.OfDatabase(database, settings.User, settings.Password)
            : null;
        return store is null
            ? MasterHost.Start(options, settings.Salad, settings.Tasks, TimeProvider.System)
            : await StartAsync(store, options, settings.Salad, settings.Tasks, settings.IsNamed);
    }

    /// <summary>Starts a master.</summary>
    /// <param name="store">Where the salad is kept.</param>
    /// <param name="options">Where to listen; the keys are those of a new salad.</param>
    /// <param name="settings">What the salad is made with, where it is not there yet.</param>
    /// <param name="tasks">Its first tasks, where it is made.</param>
    /// <param name="isNamed">Whether the salad of that name is meant; else the only one that is there, if any.</param>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public static async Task<MasterHost> StartAsync(
        SaladStore store, MasterOptions options, SaladSettings settings, IReadOnlyList<NewTask> tasks, bool isNamed)
    {
        KeptSalad kept = await FindAsync(store, options.Keys, settings, tasks, isNamed);
        try
        {
            JournaledTaskStore salad = await JournaledTaskStore.OpenAsync(kept.Journal, TimeProvider.System);
            return await MasterHost.StartAsync(options with { Keys = kept.Keys }, salad, TimeProvider.System, kept.Roll);
        }
        catch
        {
            await kept.DisposeAsync();
            throw;
        }
    }

    private static async Task<KeptSalad> FindAsync(
        SaladStore store, SaladKeys keys, SaladSettings settings, IReadOnlyList<NewTask> tasks, bool isNamed)
    {
        IReadOnlyList<string> names = await store.NamesAsync();
        if (isNamed ? names.Contains(settings.Name) : names.Count > 0)
        {
            return await store.OpenAsync(isNamed ? settings.Name : null);
        }

        try
        {
            return await store.CreateAsync(settings, tasks, keys);
        }
        catch (StoreException taken) when (taken.Fault == StoreFault.SaladExists)
        {
            // Another master made it in between: both serve it.
            return await store.OpenAsync(settings.Name);
        }
    }
}
