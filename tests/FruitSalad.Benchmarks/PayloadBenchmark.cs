using System.Text;
using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Benchmarks;

/// <summary>
/// Large payloads: to a worker over TCP, and back again as results. Once a long text, once as many short numbers, which
/// cost a JSON reader far more.
/// </summary>
internal static class PayloadBenchmark
{
    private const int Rounds = 5;
    private const int Tasks = 6;
    private const int Length = 3_900_000;

    public static void Run()
    {
        (string Name, string Payload)[] payloads =
        [
            ("a text", $"\"{new string('x', Length)}\""),
            ("whole numbers", $"[{string.Join(',', Enumerable.Range(0, Length / 2).Select(i => i % 10))}]"),
        ];
        Figure[] figures = [.. payloads.Select(payload => new Figure($"{Length / 1_000_000.0} MB there and back, {payload.Name}", "MB/s"))];
        for (int round = -1; round < Rounds; round++)
        {
            for (int i = 0; i < payloads.Length; i++)
            {
                double rate = CarryAsync(payloads[i].Payload).GetAwaiter().GetResult();
                if (round >= 0)
                {
                    figures[i].Add(rate);
                }
            }
        }

        Array.ForEach(figures, figure => figure.Print());
    }

    private static async Task<double> CarryAsync(string payload)
    {
        await using MasterHost host = MasterHost.Start(
            new MasterOptions { Port = 0, Keys = SaladKeys.Create() },
            new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust, ExpectWorkers = 1 },
            [.. Enumerable.Range(0, Tasks).Select(id => new NewTask($"task {id}", TimeSpan.Zero, payload))], TimeProvider.System);
        var options = new WorkerOptions
        {
            Id = new WorkerId(Guid.NewGuid()),
            Name = "W-1",
            Masters = [new MasterAddress("127.0.0.1", host.EndPoint.Port)],
            Key = host.Options.Keys.Worker,
        };
        using (var worker = new WorkerLoop(options, new EchoRunner(), TimeProvider.System, _ => { }))
        {
            await worker.RunAsync(CancellationToken.None);
        }

        SaladStatus status = await new LocalOwner(host).GetStatusAsync(new StatusQuery(), default);
        return status.Done == Tasks
            ? 2.0 * Tasks * Encoding.UTF8.GetByteCount(payload) / 1e6 / (status.MakespanMs / 1000)
            : throw new InvalidOperationException($"{status.Done} done.");
    }

    private sealed class EchoRunner : ITaskRunner
    {
        public ValueTask<WorkResult> RunAsync(Assignment task, CancellationToken cancellation) => new(task.Payload!.Value);
    }
}
