using System.Collections.Concurrent;
using FruitSalad.History;
using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.Store;

/// <summary>Real threads on one store: nothing lost, nothing twice, events without a gap (E8).</summary>
public class ConcurrencyTests
{
    private const int TaskCount = 20_000;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Threads_that_ask_and_return_lose_nothing_and_do_nothing_twice(int batch)
    {
        var settings = new SaladSettings { Id = default, Policy = SaladPolicy.Robust, EventCapacity = 200_000 };
        var store = new MemoryTaskStore(settings, Many(TaskCount));
        var accepted = new ConcurrentBag<int>();
        Thread[] threads = [.. Enumerable.Range(1, 4).Select(number => new Thread(() => Work(store, TestSalad.Worker(number), batch, accepted)))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(60))));

        Assert.Equal(Enumerable.Range(0, TaskCount), accepted.Order());
        SaladSnapshot snapshot = Take(store.SnapshotAsync());
        Assert.Equal((TaskCount, EndReason.Completed), (snapshot.Counts.Done, snapshot.EndReason));
        EventPage page = Take(store.EventsAsync(0, int.MaxValue));
        Assert.Equal(snapshot.Events, page.Events.Count);
        var checker = new HistoryChecker(settings);
        foreach (SaladEvent e in page.Events)
        {
            checker.Observe(e);
        }

        checker.CheckState(snapshot);
        checker.Finish();
        Assert.Empty(checker.Violations);
    }

    private static void Work(MemoryTaskStore store, WorkerId worker, int batch, ConcurrentBag<int> accepted)
    {
        Take(store.HelloAsync(worker, new WorkerIntroduction("W", 0, "here"), default));
        for (long request = 1; ; request++)
        {
            Claim claim = Take(store.ClaimAsync(worker, request, batch, default, default)).Value;
            if (claim.Done)
            {
                return;
            }

            ResultEntry[] results = [.. claim.Grants.Select(grant => new ResultEntry(grant.Task.Id, grant.Attempt, "1"))];
            Verdict[] verdicts = Take(store.AcceptAsync(worker, results, default)).Value;
            for (int i = 0; i < verdicts.Length; i++)
            {
                if (verdicts[i] == Verdict.Accepted)
                {
                    accepted.Add(results[i].TaskId);
                }
            }
        }
    }
}
