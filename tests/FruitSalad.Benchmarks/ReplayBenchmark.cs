using System.Diagnostics;
using FruitSalad.Journal;
using FruitSalad.Store;
using FruitSalad.Stores;
using FruitSalad.Tasks;

namespace FruitSalad.Benchmarks;

/// <summary>How long a master takes to open a file of a million tasks, all of them done: it repeats their whole history.</summary>
internal static class ReplayBenchmark
{
    private const int Tasks = 1_000_000;
    private const int Hand = 100;
    private const int Rounds = 3;

    public static void Run()
    {
        using var places = new DurablePlaces();
        var open = new Figure($"a file of {Tasks:N0} done tasks, opened", "ms");
        for (int round = 0; round < Rounds; round++)
        {
            open.Add(MeasureAsync(places.OpenFile()).GetAwaiter().GetResult());
        }

        open.Print();
    }

    private static async Task<double> MeasureAsync(DurablePlace place)
    {
        NewTask[] tasks = [.. Enumerable.Range(0, Tasks).Select(id => new NewTask($"fruit {id}", TimeSpan.FromSeconds(1)))];
        KeptSalad kept = await place.CreateAsync(new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust }, tasks);
        await using (JournaledTaskStore store = await JournaledTaskStore.OpenAsync(kept.Journal, TimeProvider.System))
        {
            var worker = new WorkerId(new Guid(1, 0, 0, new byte[8]));
            await store.HelloAsync(worker, new WorkerIntroduction("W", 0, "here"), default);
            for (long request = 1; ; request++)
            {
                Grant[] grants = (await store.ClaimAsync(worker, request, Hand, default, default)).Value.Grants;
                if (grants.Length == 0)
                {
                    break;
                }

                await store.AcceptAsync(worker, [.. grants.Select(grant => new ResultEntry(grant.Task.Id, grant.Attempt, "1"))], default);
            }
        }

        KeptSalad again = await place.OpenAsync();
        long start = Stopwatch.GetTimestamp();
        await using JournaledTaskStore replica = await JournaledTaskStore.OpenAsync(again.Journal, TimeProvider.System);
        double ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        int done = (await replica.SnapshotAsync()).Counts.Done;
        return done == Tasks ? ms : throw new InvalidOperationException($"{done} of {Tasks} tasks are done.");
    }
}
