using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Benchmarks;

/// <summary>
/// A million ready tasks in the memory store: bytes for each beyond its name and payload, and how many a thread hands
/// out and takes back in a second, events included; beside the least that any queue with timeouts must do.
/// </summary>
internal static class StoreBenchmark
{
    private const int Tasks = 1_000_000;
    private const int Rounds = 7;
    private static readonly WorkerId Worker = new(new Guid(1, 0, 0, new byte[8]));

    public static void Run()
    {
        // Names and payloads exist before, so that what is measured is the store's own.
        NewTask[] tasks = [.. Enumerable.Range(0, Tasks).Select(id => new NewTask($"fruit {id}", TimeSpan.FromSeconds(1)))];
        var bytes = new Figure("store, a ready task", "bytes");
        var add = new Figure("store, add", "tasks/s");
        var bare = new Figure("bare loop", "tasks/s");
        int[] batches = [1, 16];
        Figure[] batched = [.. batches.Select(batch => new Figure($"store, claim and complete, {batch} at a time", "tasks/s"))];
        for (int round = 0; round <= Rounds; round++)
        {
            // Round 0 warms up.
            double bareRate = BareLoop();
            if (round > 0)
            {
                bare.Add(bareRate);
            }

            for (int i = 0; i < batches.Length; i++)
            {
                double rate = ClaimAndComplete(tasks, batches[i], bytes, add, round > 0);
                if (round > 0)
                {
                    batched[i].Add(rate);
                }
            }
        }

        bytes.Print();
        add.Print();
        bare.Print();
        foreach (Figure figure in batched)
        {
            figure.Print(bare);
        }
    }

    private static double ClaimAndComplete(NewTask[] tasks, int batch, Figure bytes, Figure add, bool count)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        TimeSpan start = Processor.Time;
        var store = new MemoryTaskStore(new SaladSettings { Id = default, Policy = SaladPolicy.Robust }, tasks);
        double addSeconds = (Processor.Time - start).TotalSeconds;
        long after = GC.GetTotalMemory(forceFullCollection: true);
        if (count)
        {
            bytes.Add((after - before) / (double)Tasks);
            add.Add(Tasks / addSeconds);
        }

        TimeSpan now = default;
        Synchronous.Take(store.HelloAsync(Worker, new WorkerIntroduction("W", 0, "here"), now));
        Processor.Settle();
        start = Processor.Time;
        for (long request = 1; ; request++)
        {
            Grant[] grants = Synchronous.Take(store.ClaimAsync(Worker, request, batch, now, now)).Value.Grants;
            if (grants.Length == 0)
            {
                break;
            }

            var results = new ResultEntry[grants.Length];
            for (int i = 0; i < results.Length; i++)
            {
                results[i] = new ResultEntry(grants[i].Task.Id, grants[i].Attempt, "1");
            }

            Synchronous.Take(store.AcceptAsync(Worker, results, now));
            now += TimeSpan.FromTicks(1);
        }

        double seconds = (Processor.Time - start).TotalSeconds;
        int done = Synchronous.Take(store.SnapshotAsync()).Counts.Done;
        return done == Tasks ? done / seconds : throw new InvalidOperationException($"{done} of {Tasks} tasks are done.");
    }

    /// <summary>A dictionary of tasks, a queue of the ready, a list of deadlines: no rule, no event, no lock.</summary>
    private static double BareLoop()
    {
        var states = new Dictionary<int, int>(Tasks);
        var ready = new Queue<int>(Tasks);
        var deadlines = new LinkedList<(long Due, int Id)>();
        for (int id = 0; id < Tasks; id++)
        {
            states[id] = 0;
            ready.Enqueue(id);
        }

        Processor.Settle();
        TimeSpan start = Processor.Time;
        long now = 0;
        while (ready.TryDequeue(out int id))
        {
            states[id] = 1;
            LinkedListNode<(long Due, int Id)> lease = deadlines.AddLast((now + 100_000_000, id));
            states[id] = 2;
            deadlines.Remove(lease);
            now++;
        }

        return Tasks / (Processor.Time - start).TotalSeconds;
    }
}
