using FruitSalad.Chaos;

namespace FruitSalad.Stores.Tests.Sqlite;

/// <summary>A slice of the kill run: masters of a file are killed under load, and whatever they acknowledged is there.</summary>
public sealed class SqliteKillTests
{
    private const int Pairs = 8;

    [Fact]
    public async Task What_was_acknowledged_survives_kill_9()
    {
        using var folder = new TestFolder();
        var run = new KillRun(folder.File("salad.db"), seed: 1);

        Assert.Empty(await run.RunAsync(Pairs));

        Assert.True(run.Results.Count(result => result.Counts) >= Pairs * 10, $"{run.Results.Count} results are too few to show anything.");
    }
}
