using FruitSalad.History;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Benchmarks;

/// <summary>Salads of eleven fruits and three workers, one crash each, whose histories are folded and checked.</summary>
internal static class CheckerBenchmark
{
    private const int Salads = 20_000;
    private const int Rounds = 7;

    public static void Run()
    {
        var settings = new SaladSettings { Id = default, Policy = SaladPolicy.Robust };
        IReadOnlyList<SaladEvent> events = History(settings);
        var checkedSalads = new Figure($"salads of {events.Count} events checked", "salads/s");
        var checkedEvents = new Figure("events checked", "events/s");
        for (int round = 0; round <= Rounds; round++)
        {
            TimeSpan start = Processor.Time;
            for (int i = 0; i < Salads; i++)
            {
                if (HistoryChecker.Check(settings, events).Count > 0)
                {
                    throw new InvalidOperationException("The history is broken.");
                }
            }

            double seconds = (Processor.Time - start).TotalSeconds;
            if (round > 0)
            {
                checkedSalads.Add(Salads / seconds);
                checkedEvents.Add(Salads * events.Count / seconds);
            }
        }

        checkedSalads.Print();
        checkedEvents.Print();
    }

    private static IReadOnlyList<SaladEvent> History(SaladSettings settings)
    {
        var store = new MemoryTaskStore(settings, [.. Recipe.FruitSalad.Tasks.Select(t => new NewTask(t.Name, t.Duration))]);
        WorkerId[] workers = [.. Enumerable.Range(1, 3).Select(n => new WorkerId(new Guid(n, 0, 0, new byte[8])))];
        foreach (WorkerId worker in workers)
        {
            Synchronous.Take(store.HelloAsync(worker, new WorkerIntroduction("W", 0, "here"), default));
        }

        Synchronous.Take(store.ClaimAsync(workers[0], 1, 1, default, default));
        Synchronous.Take(store.DisconnectAsync(workers[0], 1, exited: true, default));
        for (int request = 1; ; request++)
        {
            WorkerId worker = workers[1 + (request % 2)];
            Claim claim = Synchronous.Take(store.ClaimAsync(worker, request, 1, default, default)).Value;
            if (claim.Done)
            {
                return Synchronous.Take(store.EventsAsync(0, int.MaxValue)).Events;
            }

            ResultEntry[] results = [.. claim.Grants.Select(grant => new ResultEntry(grant.Task.Id, grant.Attempt, "1"))];
            Synchronous.Take(store.AcceptAsync(worker, results, default));
        }
    }
}
