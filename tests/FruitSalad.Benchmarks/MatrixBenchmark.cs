using System.Diagnostics;
using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Benchmarks;

/// <summary>
/// A product of two matrices in blocks: on one core without any distribution, then on one and on two worker processes.
/// The product is checked; what distribution costs is in the figures.
/// </summary>
internal static class MatrixBenchmark
{
    private const int Size = 1700;

    /// <summary>Few and large blocks: a block of twice the length is twice as long at work for each number that it carries.</summary>
    private const int Parts = 2;
    private const int Rounds = 5;

    public static void Run()
    {
        using var single = new WorkerProcesses(1);
        using var pair = new WorkerProcesses(2);
        MatrixProduct product = MatrixProduct.Draw(Size, seed: 1);
        NewTask[] blocks = [.. product.ToRecipe("matrix", Parts, packed: true).Tasks.Select(task => new NewTask(task.Name, task.Duration, task.Payload))];
        double[][] expected = MatrixBlock.Multiply(product.Left, product.Right);
        var alone = new Figure($"{Size} x {Size}, directly", "ms");
        var one = new Figure($"{Parts * Parts} blocks, one worker", "ms");
        var two = new Figure($"{Parts * Parts} blocks, two workers", "ms");
        for (int round = -2; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            MatrixBlock.Multiply(product.Left, product.Right);
            double directly = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            (double byOne, double byTwo) = (Together(single, 1), Together(pair, 2));

            // The first rounds warm up: the runtime compiles hot code again.
            if (round >= 0)
            {
                alone.Add(directly);
                one.Add(byOne);
                two.Add(byTwo);
            }
        }

        alone.Print();
        one.Print(alone);
        two.Print(one);

        double Together(WorkerProcesses workers, int count)
        {
            (double ms, IReadOnlyList<ResultView> results) = Multiply(workers, count, blocks);
            double[][] assembled = product.Assemble([.. results.Select(result => result.Result.Text)], packed: true);
            return expected.Zip(assembled).All(rows => rows.First.SequenceEqual(rows.Second))
                ? ms
                : throw new InvalidOperationException("The product is wrong.");
        }
    }

    private static (double Ms, IReadOnlyList<ResultView> Results) Multiply(WorkerProcesses workers, int count, NewTask[] blocks)
    {
        MasterHost host = MasterHost.Start(
            new MasterOptions { Port = 0, Keys = SaladKeys.Create() },
            new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust, ExpectWorkers = count },
            blocks, TimeProvider.System);
        // One at work, and one on its way meanwhile.
        workers.Work(host, prefetch: 2);
        var owner = new LocalOwner(host);
        double ms = owner.GetStatusAsync(new StatusQuery(), default).GetAwaiter().GetResult().MakespanMs;
        var results = new List<ResultView>();
        for (int? from = 0; from is not null;)
        {
            ResultPage page = owner.GetResultsAsync(new ResultQuery(from.Value), default).GetAwaiter().GetResult();
            results.AddRange(page.Results);
            from = page.Next;
        }

        host.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return (ms, results);
    }
}
