using FruitSalad.Chaos;
using FruitSalad.Processes;
using FruitSalad.Stores.Tests.Postgres;
using FruitSalad.Tasks;

namespace FruitSalad.Stores.Tests;

/// <summary>A slice of the chaos run: masters and workers are killed all the time, and the history is right.</summary>
public sealed class ChaosTests
{
    [Fact]
    public async Task Nothing_is_lost_and_nothing_accepted_twice_in_a_file()
    {
        using var folder = new TestFolder();
        string file = folder.File("salad.db");

        await HoldsAsync(Plan(SaladStore.OfFile(file)) with { File = file });
    }

    [Fact]
    public async Task Nothing_is_lost_and_nothing_accepted_twice_in_a_database_that_goes_away()
    {
        using var place = new PostgresPlace(realClock: true);

        await HoldsAsync(Plan(SaladStore.OfDatabase(place.Connection)) with
        {
            Database = place.Connection,
            OutageEvery = TimeSpan.FromSeconds(3),
            Outage = () =>
            {
                place.CutOff();
                return Task.CompletedTask;
            },
        });
    }

    private static ChaosPlan Plan(SaladStore store) => new()
    {
        Store = store,
        Child = new ChildCommand(Environment.ProcessPath!, [ChildProcesses.Argument]),
        Length = TimeSpan.FromSeconds(10),
        KillEvery = TimeSpan.FromSeconds(1),
        Masters = 2,
        Workers = 3,
    };

    private static async Task HoldsAsync(ChaosPlan plan)
    {
        ChaosReport report = await ChaosRun.RunAsync(plan).WaitAsync(TimeSpan.FromMinutes(5));

        TestContext.Current.SendDiagnosticMessage(report.ToString());
        Assert.Empty(report.Violations);
        Assert.Equal((EndReason.Completed, 0, 0), (report.End, report.Tasks - report.Done, report.Twice));
        Assert.True(report.MasterKills > 0 && report.WorkerKills > 0 && report.Acknowledged > 0, report.ToString());
    }
}
