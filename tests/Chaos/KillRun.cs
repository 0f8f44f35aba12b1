using System.Diagnostics;
using System.Globalization;
using FruitSalad.History;
using FruitSalad.Journal;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Stores;
using FruitSalad.Tasks;

namespace FruitSalad.Chaos;

/// <summary>
/// Masters on a file that are killed under load, two at a time, again and again: whatever they acknowledged must be
/// there, and nothing twice (S8).
/// </summary>
/// <param name="path">The file.</param>
/// <param name="seed">When they are killed follows from it.</param>
internal sealed class KillRun(string path, int seed)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private readonly Random _random = new(seed);
    private readonly List<AcknowledgedResult> _results = [];
    private readonly List<AcknowledgedAddition> _additions = [];

    /// <summary>What was acknowledged to workers.</summary>
    public IReadOnlyList<AcknowledgedResult> Results => _results;

    /// <summary>What was acknowledged to owners.</summary>
    public IReadOnlyList<AcknowledgedAddition> Additions => _additions;

    /// <summary>Kills so many pairs of masters.</summary>
    /// <returns>Every promise that the history breaks.</returns>
    public async Task<IReadOnlyList<Violation>> RunAsync(int pairs)
    {
        var settings = new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust, KeepOpen = true };
        NewTask[] tasks = [.. Enumerable.Range(0, 30).Select(i => new NewTask($"fruit {i}", default))];
        await (await SaladStore.OfFile(path).CreateAsync(settings, tasks, SaladKeys.Create())).DisposeAsync();
        for (int pair = 0; pair < pairs; pair++)
        {
            // One of them dies first.
            using Process first = Start(), second = Start();
            try
            {
                await Task.WhenAll(ReadAsync(first, _random.Next(5, 60)), ReadAsync(second, _random.Next(5, 60))).WaitAsync(Bound);
            }
            finally
            {
                first.Kill();
                second.Kill();
            }
        }

        return await CheckAsync(settings);
    }

    private async Task<IReadOnlyList<Violation>> CheckAsync(SaladSettings settings)
    {
        await using KeptSalad kept = await SaladStore.OfFile(path).OpenAsync();
        JournaledTaskStore store = await JournaledTaskStore.OpenAsync(
            kept.Journal, TimeProvider.System, new JournaledStoreOptions { AllEvents = true });
        var checker = new HistoryChecker(settings);
        foreach (SaladEvent e in (await store.EventsAsync(0, int.MaxValue)).Events)
        {
            checker.Observe(e);
        }

        IReadOnlyList<TaskSnapshot> all = await store.TasksAsync(null, 0, int.MaxValue);
        checker.CheckState(await store.SnapshotAsync());
        checker.CheckState(all);
        checker.CheckResults(_results, all);
        checker.CheckAdditions(_additions);
        checker.Finish();
        return checker.Violations;
    }

    private Process Start() => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, [ChildProcesses.Argument, KilledMaster.Role, path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    /// <summary>Reads so many lines, kills, and reads what was still on its way: it was acknowledged too.</summary>
    private async Task ReadAsync(Process master, int lines)
    {
        for (int i = 0; i < lines; i++)
        {
            Note(await master.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The master ended by itself."));
        }

        master.Kill();
        string rest = await master.StandardOutput.ReadToEndAsync();
        await master.WaitForExitAsync();

        // The last line may be cut in the middle.
        foreach (string line in rest.Split('\n')[..^1])
        {
            Note(line);
        }
    }

    private void Note(string line)
    {
        string[] words = line.Split(' ');
        lock (_results)
        {
            if (words[0] == "+")
            {
                _additions.Add(new AcknowledgedAddition($"{words[1]} {words[2]}", Number(words[3]), 2));
                return;
            }

            Guid worker = Guid.Parse(words[2]);
            _results.Add(new AcknowledgedResult(
                "M", new WorkerId(worker), Number(words[0]), Number(words[1]), Enum.Parse<Verdict>(words[3]), $"\"{worker}\""));
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
