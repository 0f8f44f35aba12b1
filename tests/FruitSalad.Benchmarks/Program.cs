using FruitSalad.Benchmarks;
using FruitSalad.Chaos;

if (ChildProcesses.IsOne(args))
{
    return ChildProcesses.Run(args);
}

if (args is [WorkerProcesses.Argument])
{
    return await WorkerProcesses.RunAsync();
}

// Each measurement is a command; without one, all of them run, one after the other.
var measurements = new SortedDictionary<string, Action>
{
    ["chaos"] = ChaosBenchmark.Run,
    ["checker"] = CheckerBenchmark.Run,
    ["durable"] = DurableBenchmark.Run,
    ["durable-workers"] = DurableWorkersBenchmark.Run,
    ["failover"] = FailoverBenchmark.Run,
    ["kills"] = KillsBenchmark.Run,
    ["matrix"] = MatrixBenchmark.Run,
    ["million"] = MillionBenchmark.Run,
    ["overhead"] = OverheadBenchmark.Run,
    ["payload"] = PayloadBenchmark.Run,
    ["quorum"] = QuorumBenchmark.Run,
    ["recipes"] = RecipesBenchmark.Run,
    ["replay"] = ReplayBenchmark.Run,
    ["rpc"] = RpcBenchmark.Run,
    ["simulate"] = SimulateBenchmark.Run,
    ["start"] = StartBenchmark.Run,
    ["stealing"] = StealingBenchmark.Run,
    ["statistics"] = StatisticsBenchmark.Run,
    ["store"] = StoreBenchmark.Run,
};

string[] unknown = [.. args.Where(name => !measurements.ContainsKey(name))];
if (unknown.Length > 0)
{
    Console.Error.WriteLine($"Unknown: {string.Join(", ", unknown)}. There are: {string.Join(", ", measurements.Keys)}.");
    return 1;
}

foreach (string name in args.Length == 0 ? [.. measurements.Keys] : args)
{
    Console.WriteLine($"# {name}");
    measurements[name]();
}

return 0;
