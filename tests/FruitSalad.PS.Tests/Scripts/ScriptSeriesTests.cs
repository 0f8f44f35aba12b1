using FruitSalad.Contract;
using FruitSalad.PS.Scripts;
using FruitSalad.Worker;

namespace FruitSalad.PS.Tests.Scripts;

/// <summary>Items that share one pipeline of the engine: none of them may notice the others.</summary>
public sealed class ScriptSeriesTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private readonly ScriptTaskRunner _runner = new();

    [Fact]
    public async Task Whatever_one_item_does_the_next_is_done()
    {
        const string Script = """
            'first'
            switch ($_) {
                1 { throw 'hard' } 2 { exit 3 } 4 { 1 / 0 } 5 { return 'early' }
            }
            if ($args[0] -eq 6) { continue }
            if ($args[0] -eq 7) { break }
            'last'
            """;

        var seen = new List<string>();
        for (int item = 0; item < 9; item++)
        {
            ItemReport report = await RunAsync(Script, $"{item}");
            seen.Add(string.Join(' ', report.Records.Select(Shown)));
        }

        Assert.Equal(
            [
                "first last", "first hard", "first ItemExited", "first last", "first Attempted to divide by zero. last", "first early",
                "first", "first", "first last",
            ],
            seen);
    }

    [Fact]
    public async Task Errors_come_with_their_own_position_and_no_others()
    {
        await RunAsync("if ($_ -eq 2) { throw 'boom' } $_", "1");
        ItemReport report = await RunAsync("if ($_ -eq 2) { throw 'boom' } $_", "2");

        var error = (ScriptItemException)Assert.Single(report.Records).Value!;
        Assert.Equal("at <ScriptBlock>, <No file>: line 1", error.ScriptStackTrace);
    }

    [Fact]
    public async Task Nothing_stays_for_the_next_item_and_nothing_of_the_series_is_seen()
    {
        const string Script = "$x; $foreach; $args.Count; $x = $_; $_ = 0";

        Assert.Equal([null, null, 1], (await RunAsync(Script, "1")).Records.Select(record => record.Value));
        Assert.Equal([null, null, 1], (await RunAsync(Script, "2")).Records.Select(record => record.Value));
    }

    [Fact]
    public async Task Scripts_may_alternate()
    {
        for (int item = 0; item < 5; item++)
        {
            Assert.Equal([item * 2], (await RunAsync("$_ * 2", $"{item}")).Records.Select(record => record.Value));
            Assert.Equal([item + 1], (await RunAsync("process { $_ + 1 }", $"{item}")).Records.Select(record => record.Value));
            Assert.Equal([item], (await RunAsync("$global:x = $_; $x", $"{item}")).Records.Select(record => record.Value));
        }
    }

    [Fact]
    public async Task One_that_is_stopped_takes_no_other_with_it()
    {
        const string Script = "while ($_ -eq 1) { } $_";
        Assert.Equal([0], (await RunAsync(Script, "0")).Records.Select(record => record.Value));

        using var lost = new CancellationTokenSource();
        Task<WorkResult> stuck = _runner.RunAsync(TaskOf(Script, "1"), lost.Token).AsTask();
        Task<ItemReport> waits = RunAsync(Script, "2");
        await lost.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stuck.WaitAsync(Bound));
        Assert.Equal([2], (await waits).Records.Select(record => record.Value));
    }

    [Fact]
    public async Task What_is_no_item_fails_alone()
    {
        await RunAsync("$_", "1");

        await Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(() => RunAsync("$_", """{"$nothing":"1"}"""));
        Assert.Equal([2], (await RunAsync("$_", "2")).Records.Select(record => record.Value));
    }

    public void Dispose() => _runner.Dispose();

    private static string Shown(ItemRecord record) => record.Value switch
    {
        ScriptItemException { ErrorId: "ItemExited" } => "ItemExited",
        ScriptItemException error => error.Message,
        var value => $"{value}",
    };

    private static Assignment TaskOf(string script, string item)
    {
        SharedValue shared = new ScriptPackage(script).ToShared();
        return new Assignment(0, 1, "item", 0)
        {
            Shared = shared.Key,
            SharedValue = shared.Value,
            Payload = new JsonText(item),
        };
    }

    private async Task<ItemReport> RunAsync(string script, string item) => ItemReport.Read(
        (await _runner.RunAsync(TaskOf(script, item), default).AsTask().WaitAsync(Bound)).Result, "W-1");
}
