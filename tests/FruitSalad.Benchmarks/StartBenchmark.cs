using System.Diagnostics;
using FruitSalad.Processes;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Benchmarks;

/// <summary>
/// What it costs to begin: the engine with and without the module, and a worker process from its start to its hello.
/// Needs salad, built in the same configuration: `dotnet build -c Release`.
/// </summary>
internal static class StartBenchmark
{
    private const int Rounds = 7;

    public static void Run()
    {
        string salad = FindSalad();
        var engine = new Figure("salad, a command, module imported", "ms");
        var import = new Figure("  of which Import-Module (removed, again)", "ms");
        var worker = new Figure("worker process, start to hello", "ms");
        RunSalad(salad);
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            string output = RunSalad(salad);
            engine.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            import.Add(double.Parse(output, System.Globalization.CultureInfo.InvariantCulture));
            worker.Add(StartWorker(salad));
        }

        engine.Print();
        import.Print(engine);
        worker.Print(engine);
    }

    private static string RunSalad(string salad)
    {
        const string Script = "$m = (Get-Module FruitSalad.PS).Path; Remove-Module FruitSalad.PS; "
            + "$w = [System.Diagnostics.Stopwatch]::StartNew(); Import-Module $m; "
            + "$w.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)";
        using Process process = Process.Start(new ProcessStartInfo(salad, ["-Command", Script]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return output;
    }

    private static double StartWorker(string salad)
    {
        var keys = SaladKeys.Create();
        var settings = new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust, ExpectWorkers = 1, KeepOpen = true };
        MasterHost host = MasterHost.Start(new MasterOptions { Port = 0, Keys = keys }, settings, [], TimeProvider.System);
        long start = Stopwatch.GetTimestamp();
        WorkerProcess worker = WorkerProcess.Start(new ChildCommand(salad, ["--child"]), new WorkerSettings
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

    /// <summary>salad beside this program: the same configuration, the same framework.</summary>
    private static string FindSalad()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        string tail = Path.Combine("bin", folder.Parent!.Name, folder.Name, OperatingSystem.IsWindows() ? "salad.exe" : "salad");
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FruitSalad.PS.sln")))
        {
            folder = folder.Parent;
        }

        string salad = Path.Combine(folder?.FullName ?? ".", "src", "FruitSalad.Shell", tail);
        return File.Exists(salad) ? salad : throw new FileNotFoundException("salad is not built: run `dotnet build -c Release` first.", salad);
    }
}
