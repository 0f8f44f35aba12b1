using System.Diagnostics;
using System.Globalization;
using FruitSalad.Processes;
using FruitSalad.Rpc;
using FruitSalad.Tasks;

namespace FruitSalad.Benchmarks;

/// <summary>
/// Worker processes: this program again, told on standard input what to do. They live through all rounds, so that no
/// round pays for their start.
/// </summary>
/// <param name="count">How many.</param>
internal sealed class WorkerProcesses(int count = WorkerProcesses.Count) : IDisposable
{
    public const string Argument = "worker-process";
    public const int Count = 3;

    private readonly Process[] _processes = [.. Enumerable.Range(0, count).Select(_ => Start())];

    /// <summary>What such a process does: a line in, the work, a line out.</summary>
    public static async Task<int> RunAsync()
    {
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            int port = int.Parse(words[1], CultureInfo.InvariantCulture);
            int count = int.Parse(words[2], CultureInfo.InvariantCulture);
            await (words[0] == "ping"
                ? BarePingPong.CallAsync(port, count)
                : WorkAsync(port, count, Convert.FromHexString(words[3])));
            Console.WriteLine("done");
        }

        return 0;
    }

    /// <summary>Has each make so many bare calls.</summary>
    public void Ping(int port, int calls) => Tell($"ping {port} {calls}");

    /// <summary>Has each work for a master until it is sent home.</summary>
    /// <param name="host">The master.</param>
    /// <param name="prefetch">How many tasks each asks for at once.</param>
    public void Work(MasterHost host, int prefetch) =>
        Tell($"work {host.EndPoint.Port} {prefetch} {Convert.ToHexString(host.Options.Keys.Worker)}");

    public void Dispose()
    {
        foreach (Process process in _processes)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }

    private static Process Start() => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, Argument)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,

        // As the product's own workers: they are to be quick soon rather than quickest at last.
        Environment = { ["DOTNET_TieredPGO"] = "0" },
    })!;

    private static async Task WorkAsync(int port, int prefetch, byte[] key)
    {
        var options = new WorkerOptions
        {
            Id = new WorkerId(Guid.NewGuid()),
            Name = $"W-{Environment.ProcessId}",
            ProcessId = Environment.ProcessId,
            Masters = [new MasterAddress("127.0.0.1", port)],
            Key = key,
            Prefetch = prefetch,
        };
        using var loop = new WorkerLoop(options, new KindRunner(new EmptyRunner()), TimeProvider.System, _ => { });
        await loop.RunAsync(CancellationToken.None);
    }

    private void Tell(string line)
    {
        Array.ForEach(_processes, process => process.StandardInput.WriteLine(line));
        Array.ForEach(_processes, process => process.StandardOutput.ReadLine());
    }
}
