using FruitSalad.Contract;
using FruitSalad.Journal;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Stores;
using FruitSalad.Tasks;

namespace FruitSalad.Benchmarks;

/// <summary>
/// What it costs three worker processes, each with one task at a time, that nothing is lost: tasks a second from a master
/// over a file or a database, beside the store in memory. Rounds are interleaved: trust the ratios. PostgreSQL where
/// SALAD_TEST_POSTGRES names a server.
/// </summary>
internal static class DurableWorkersBenchmark
{
    private const int Rounds = 5;
    private const int Tasks = 4_000;

    public static void Run()
    {
        using var places = new DurablePlaces();
        using var workers = new WorkerProcesses();
        var memory = new Figure("memory, three workers, one at a time", "tasks/s");
        Figure[] durable = [.. places.All.Select(place => new Figure($"{place.Name}, three workers, one at a time", "tasks/s"))];
        for (int round = -1; round < Rounds; round++)
        {
            double rate = Work(workers, null);
            if (round >= 0)
            {
                memory.Add(rate);
            }

            for (int i = 0; i < durable.Length; i++)
            {
                rate = Work(workers, places.All[i].Open());
                if (round >= 0)
                {
                    durable[i].Add(rate);
                }
            }
        }

        memory.Print();
        Array.ForEach(durable, figure => figure.Print(memory));
    }

    private static double Work(WorkerProcesses workers, DurablePlace? place)
    {
        SaladSettings settings = DurableBenchmark.Settings() with { ExpectWorkers = WorkerProcesses.Count };
        var options = new MasterOptions { Port = 0, Keys = SaladKeys.Create() };
        MasterHost host = place is null
            ? MasterHost.Start(options, settings, DurableBenchmark.Fruits(Tasks), TimeProvider.System)
            : StartAsync(place, options, settings).GetAwaiter().GetResult();
        workers.Work(host, prefetch: 1);
        SaladStatus status = new LocalOwner(host).GetStatusAsync(new StatusQuery(), default).GetAwaiter().GetResult();
        host.DisposeAsync().AsTask().GetAwaiter().GetResult();
        DurableBenchmark.Check(status.Done, Tasks);
        return Tasks / (status.MakespanMs / 1000);
    }

    private static async Task<MasterHost> StartAsync(DurablePlace place, MasterOptions options, SaladSettings settings)
    {
        KeptSalad kept = await place.CreateAsync(settings, DurableBenchmark.Fruits(Tasks));
        JournaledTaskStore store = await JournaledTaskStore.OpenAsync(kept.Journal, TimeProvider.System);
        return await MasterHost.StartAsync(options with { Keys = kept.Keys }, store, TimeProvider.System);
    }
}
