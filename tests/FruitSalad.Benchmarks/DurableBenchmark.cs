using System.Diagnostics;
using FruitSalad.Journal;
using FruitSalad.Store;
using FruitSalad.Stores;
using FruitSalad.Tasks;

namespace FruitSalad.Benchmarks;

/// <summary>
/// What it costs that nothing is lost: tasks that are handed out and whose results are acknowledged once they are on the
/// disk, a second - by so many workers at once as share a commit, beside a bare loop of the very same transactions. Rounds
/// are interleaved: trust the ratios. PostgreSQL where SALAD_TEST_POSTGRES names a server.
/// </summary>
internal static class DurableBenchmark
{
    private const int Rounds = 5;
    private static readonly (int Group, int Tasks)[] Groups = [(1, 1_000), (16, 8_000), (100, 30_000)];

    public static void Run()
    {
        using var places = new DurablePlaces();
        foreach ((string name, Func<DurablePlace> open) in places.All)
        {
            foreach ((int group, int tasks) in Groups)
            {
                var bare = new Figure($"{name}, bare transactions, groups of {group}", "tasks/s");
                var store = new Figure($"{name}, acknowledged, {group} at a time", "tasks/s");
                for (int round = 0; round <= Rounds; round++)
                {
                    (double stored, double looped) = MeasureAsync(open(), group, tasks).GetAwaiter().GetResult();
                    if (round > 0)
                    {
                        store.Add(stored);
                        bare.Add(looped);
                    }
                }

                bare.Print();
                store.Print(bare);
            }
        }
    }

    private static async Task<(double Stored, double Looped)> MeasureAsync(DurablePlace place, int group, int count)
    {
        KeptSalad kept = await place.CreateAsync(Settings(), Fruits(count));
        double seconds;
        await using (JournaledTaskStore store = await JournaledTaskStore.OpenAsync(kept.Journal, TimeProvider.System))
        {
            long start = Stopwatch.GetTimestamp();
            int[] done = await Task.WhenAll(Enumerable.Range(1, group).Select(number => Task.Run(() => WorkAsync(store, number))));
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Check(done.Sum(), count);
        }

        return (count / seconds, count / await place.RepeatAsync());
    }

    private static async Task<int> WorkAsync(JournaledTaskStore store, int number)
    {
        var worker = new WorkerId(new Guid(number, 0, 0, new byte[8]));
        await store.HelloAsync(worker, new WorkerIntroduction("W", 0, "here"), default);
        Claim claim = (await store.ClaimAsync(worker, 1, 1, default, default)).Value;
        int done = 0;
        for (long request = 2; claim.Grants is [var grant, ..]; request++)
        {
            // As a master does for whoever brings a result and asks for more.
            ValueTask<Transition<Verdict[]>> accepting = store.AcceptAsync(worker, [new ResultEntry(grant.Task.Id, grant.Attempt, "1")], default);
            ValueTask<Transition<Claim>> claiming = store.ClaimAsync(worker, request, 1, default, default);
            done += (await accepting).Value[0] == Verdict.Accepted ? 1 : 0;
            claim = (await claiming).Value;
        }

        return done;
    }

    internal static SaladSettings Settings() => new() { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust };

    internal static NewTask[] Fruits(int count) =>
        [.. Enumerable.Range(0, count).Select(id => new NewTask($"fruit {id}", TimeSpan.Zero))];

    internal static void Check(int done, int count)
    {
        if (done != count)
        {
            throw new InvalidOperationException($"{done} of {count} tasks are done.");
        }
    }
}
