using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Benchmarks;

/// <summary>
/// What distribution costs: the tutorial's salad by three worker processes in real seconds, without a crash, against
/// what the same order takes if nothing costs time but the fruit.
/// </summary>
internal static class OverheadBenchmark
{
    private static readonly int[] Seeds = [1, 2, 3, 4, 5];

    public static void Run()
    {
        using var workers = new WorkerProcesses();
        var overhead = new Figure("makespan beyond the oracle", "ms");
        foreach (int seed in Seeds)
        {
            SaladStatus status = Cook(workers, seed);
            Console.WriteLine($"seed {seed}: makespan {status.MakespanMs / 1000:0.000} s, oracle {status.OracleMs / 1000:0.000} s");
            overhead.Add(status.MakespanMs - status.OracleMs!.Value);
        }

        overhead.Print();
    }

    private static SaladStatus Cook(WorkerProcesses workers, int seed)
    {
        NewTask[] fruits = [.. Recipe.FruitSalad.Shuffle(seed).Tasks.Select(task => new NewTask(task.Name, task.Duration))];
        MasterHost host = MasterHost.Start(
            new MasterOptions { Port = 0, Keys = SaladKeys.Create() },
            new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust, Seed = seed, ExpectWorkers = WorkerProcesses.Count },
            fruits, TimeProvider.System);
        workers.Work(host, prefetch: 1, cook: true);
        SaladStatus status = new LocalOwner(host).GetStatusAsync(new StatusQuery(), default).GetAwaiter().GetResult();
        host.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return status;
    }
}
