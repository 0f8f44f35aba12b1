using System.Diagnostics;
using FruitSalad.Processes;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Benchmarks;

/// <summary>
/// What it costs to begin: the engine with and without the module, and a worker process from its start to its hello.
/// </summary>
internal static class StartBenchmark
{
    private const string Import = "$m = (Get-Module FruitSalad.PS).Path; Remove-Module FruitSalad.PS; "
        + "$w = [System.Diagnostics.Stopwatch]::StartNew(); Import-Module $m; "
        + "$w.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)";
    private const int Rounds = 7;

    public static void Run()
    {
        var engine = new Figure("salad, a command, module imported", "ms");
        var import = new Figure("  of which Import-Module (removed, again)", "ms");
        var worker = new Figure("worker process, start to hello", "ms");
        SaladProgram.Run(Import);
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            string output = SaladProgram.Run(Import);
            engine.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            import.Add(double.Parse(output, System.Globalization.CultureInfo.InvariantCulture));
            worker.Add(StartWorker());
        }

        engine.Print();
        import.Print(engine);
        worker.Print(engine);
    }

    private static double StartWorker()
    {
        var keys = SaladKeys.Create();
        var settings = new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust, ExpectWorkers = 1, KeepOpen = true };
        MasterHost host = MasterHost.Start(new MasterOptions { Port = 0, Keys = keys }, settings, [], TimeProvider.System);
        long start = Stopwatch.GetTimestamp();
        WorkerProcess worker = WorkerProcess.Start(new ChildCommand(SaladProgram.Path, ["--child"]), new WorkerSettings
        {
            Id = Guid.NewGuid(),
            Masters = [new MasterAddress("127.0.0.1", host.EndPoint.Port)],
            Key = keys.Worker,
        });
        while (Synchronous.Take(host.Master.EventsAsync(0, 100)).Events.All(e => e.Kind != EventKind.WorkerJoined))
        {
            Thread.Sleep(1);
        }

        double took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        worker.DisposeAsync().AsTask().Wait();
        host.DisposeAsync().AsTask().Wait();
        return took;
    }
}
