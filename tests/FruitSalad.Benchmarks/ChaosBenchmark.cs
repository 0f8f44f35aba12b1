using System.Diagnostics;
using System.Globalization;
using FruitSalad.Chaos;
using FruitSalad.Processes;
using FruitSalad.Stores;
using FruitSalad.Tasks;

namespace FruitSalad.Benchmarks;

/// <summary>
/// Three masters, ten workers, one of them killed every half second, for CHAOS_MINUTES on each store; the database goes
/// away now and then. CHAOS_RESTART is a shell command that restarts the server of SALAD_TEST_POSTGRES; without it, all
/// connections are cut and nobody is let in for a while. Ends with an error where a promise is broken.
/// </summary>
internal static class ChaosBenchmark
{
    private static readonly string? Restart = Environment.GetEnvironmentVariable("CHAOS_RESTART");
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(2);

    public static void Run()
    {
        double minutes = double.TryParse(
            Environment.GetEnvironmentVariable("CHAOS_MINUTES"), CultureInfo.InvariantCulture, out double given) ? given : 1;
        using var places = new DurablePlaces();
        string file = places.NewFile();
        var plan = new ChaosPlan
        {
            Store = SaladStore.OfFile(file),
            File = file,
            Child = new ChildCommand(Environment.ProcessPath!, [ChildProcesses.Argument]),
            Length = TimeSpan.FromMinutes(minutes),
        };
        Run("SQLite", plan);
        if (places.HasServer)
        {
            string database = places.NewDatabase();
            Run("PostgreSQL", plan with
            {
                Store = SaladStore.OfDatabase(database),
                File = null,
                Database = database,
                Outage = () => Restart is null ? places.CutOffAsync(database, Away) : RestartAsync(Restart),
            });
        }
    }

    private static void Run(string name, ChaosPlan plan)
    {
        ChaosReport report = ChaosRun.RunAsync(plan).GetAwaiter().GetResult();
        Console.WriteLine($"{name}, {plan.Length.TotalMinutes:0.##} minutes\n{report}");
        if (report.Violations.Count > 0 || report.End != EndReason.Completed || report.Twice > 0 || report.Done < report.Tasks)
        {
            throw new InvalidOperationException($"{name}: a promise is broken.");
        }
    }

    private static async Task RestartAsync(string command)
    {
        using Process shell = Process.Start("/bin/sh", ["-c", command]);
        await shell.WaitForExitAsync();
    }
}
