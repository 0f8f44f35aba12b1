using System.Diagnostics;
using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Benchmarks;

/// <summary>
/// Empty tasks through three worker processes over TCP, one at a time (result and question in one round trip) and with
/// more in hand, beside bare StreamJsonRpc calls of the same size by three processes with one call in flight each. The
/// rounds are interleaved: a busy machine slows all of them alike, so trust the ratios.
/// </summary>
internal static class RpcBenchmark
{
    private const int Rounds = 5;
    private const int Calls = 8_000;

    public static void Run()
    {
        using var workers = new WorkerProcesses();
        using var bare = new BarePingPong();
        var calls = new Figure("bare calls, one in flight", "calls/s");
        (int Prefetch, int Tasks)[] ways = [(1, 20_000), (16, 120_000), (100, 300_000)];
        Figure[] figures = [.. ways.Select(way => new Figure($"tasks, prefetch {way.Prefetch}", "tasks/s"))];

        // The first rounds warm up: the runtime compiles hot code again.
        for (int round = -2; round < Rounds; round++)
        {
            Add(calls, round, Ping(workers, bare));
            for (int i = 0; i < ways.Length; i++)
            {
                Add(figures[i], round, Work(workers, ways[i].Prefetch, ways[i].Tasks));
            }
        }

        calls.Print();
        figures[0].Print(calls);
        figures[1].Print(figures[0]);
        figures[2].Print(figures[0]);
    }

    private static void Add(Figure figure, int round, double value)
    {
        if (round >= 0)
        {
            figure.Add(value);
        }
    }

    private static double Ping(WorkerProcesses workers, BarePingPong bare)
    {
        long start = Stopwatch.GetTimestamp();
        workers.Ping(bare.Port, Calls);
        return Calls * WorkerProcesses.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Work(WorkerProcesses workers, int prefetch, int count)
    {
        MasterHost host = MasterHost.Start(
            new MasterOptions { Port = 0, Keys = SaladKeys.Create() },
            new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust, ExpectWorkers = WorkerProcesses.Count },
            [.. Enumerable.Range(0, count).Select(id => new NewTask($"fruit {id}", TimeSpan.Zero))], TimeProvider.System);
        workers.Work(host, prefetch);
        SaladStatus status = new LocalOwner(host).GetStatusAsync(new StatusQuery(), default).GetAwaiter().GetResult();
        host.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return status.Done == count ? count / (status.MakespanMs / 1000) : throw new InvalidOperationException($"{status.Done} done.");
    }
}
