using System.Diagnostics;
using System.Globalization;
using FruitSalad.History;
using FruitSalad.Journal;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Stores.Tests.Sqlite;

/// <summary>A master that is killed under load, again and again: whatever it acknowledged is there, and nothing twice (S8).</summary>
public sealed class SqliteKillTests
{
    /// <summary>How often; 200, say, for a longer look.</summary>
    private const string Variable = "SALAD_TEST_KILLS";

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable(Variable) ?? "8", CultureInfo.InvariantCulture);

    private readonly List<AcknowledgedResult> _results = [];
    private readonly List<AcknowledgedAddition> _additions = [];

    [Fact]
    public async Task What_was_acknowledged_survives_kill_9()
    {
        using var folder = new TestFolder();
        string path = folder.File("salad.db");
        var settings = new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust, KeepOpen = true };
        NewTask[] tasks = [.. Enumerable.Range(0, 30).Select(i => new NewTask($"fruit {i}", default))];
        await (await SaladStore.OfFile(path).CreateAsync(settings, tasks, SaladKeys.Create())).Journal.DisposeAsync();
        var random = new Random(1);
        for (int round = 0; round < Kills; round++)
        {
            // Two masters on the file; one of them dies first.
            using Process first = Start(path), second = Start(path);
            try
            {
                Task reading = Task.WhenAll(ReadAsync(first, random.Next(5, 60)), ReadAsync(second, random.Next(5, 60)));
                await reading.WaitAsync(TimeSpan.FromSeconds(60));
            }
            finally
            {
                first.Kill();
                second.Kill();
            }
        }

        KeptSalad kept = await SaladStore.OfFile(path).OpenAsync();
        await using JournaledTaskStore store = await JournaledTaskStore.OpenAsync(
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
        Assert.Empty(checker.Violations);
        Assert.True(_results.Count(result => result.Counts) >= Kills * 10, $"{_results.Count} results are too few to show anything.");
        TestContext.Current.SendDiagnosticMessage(
            $"{Kills * 2} masters killed, {_results.Count} results and {_additions.Count} additions acknowledged, none lost.");
    }

    private static Process Start(string path)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment[KilledMaster.Variable] = path;
        return Process.Start(start)!;
    }

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
