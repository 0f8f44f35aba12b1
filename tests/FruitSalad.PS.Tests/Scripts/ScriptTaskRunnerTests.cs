using System.Management.Automation;
using FruitSalad.Contract;
using FruitSalad.PS.Scripts;
using FruitSalad.Worker;

namespace FruitSalad.PS.Tests.Scripts;

/// <summary>What becomes of an item's script, whatever it does: the worker's side, without a master.</summary>
public sealed class ScriptTaskRunnerTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private readonly ScriptTaskRunner _runner = new();

    [Fact]
    public async Task The_item_is_the_underscore_and_the_first_argument()
    {
        Assert.Equal([6], await OutputAsync("$_ * 2", "3"));
        Assert.Equal([6], await OutputAsync("param($n) $n * 2", "3"));
        Assert.Equal([6], await OutputAsync("$args[0] * 2", "3"));
        Assert.Equal([6], await OutputAsync("begin { $n = 1 } process { $n + $_ + 2 }", "3"));
        Assert.Equal([3, 1, 2], await OutputAsync("$_.Count; $_[0]; $args[0][1]", "[1,2,3]"));
    }

    [Fact]
    public async Task Nothing_in_nothing_out()
    {
        Assert.Empty(await OutputAsync("", "3"));
        Assert.Equal([true], await OutputAsync("$null -eq $_", null));
        Assert.Equal([null], await OutputAsync("$null", null));
    }

    [Fact]
    public async Task Every_stream_comes_in_order()
    {
        ItemReport report = await RunAsync(new ScriptPackage("""
            'first'
            $error1 = [System.Management.Automation.ErrorRecord]::new([Exception]::new('soft'), 'Soft', 'ReadError', $null)
            function Say { [CmdletBinding()] param()
                $PSCmdlet.WriteWarning('careful'); $PSCmdlet.WriteVerbose('more'); $PSCmdlet.WriteDebug('deep')
                $PSCmdlet.WriteInformation('news', @('tag')); $PSCmdlet.WriteError($error1) }
            Say
            'last'
            throw 'hard'
            """) { Verbose = true, Debug = true });

        Assert.Equal(
            ["output", "warning", "verbose", "debug", "information", "error", "output", "error"],
            report.Records.Select(record => record.Stream));
        var soft = (ScriptItemException)report.Records[5].Value!;
        Assert.Equal(("soft", "Soft,Say", ErrorCategory.ReadError), (soft.Message, soft.ErrorId, report.Records[5].Category));
        Assert.Equal(["tag"], report.Records[4].Tags);
        Assert.Equal("hard", ((ScriptItemException)report.Records[7].Value!).Message);
    }

    [Fact]
    public async Task An_error_tells_its_position_in_the_callers_file()
    {
        ItemReport report = await RunAsync(new ScriptPackage("\n\n\nthrow 'boom'") { File = "/home/me/job.ps1" });

        var error = (ScriptItemException)Assert.Single(report.Records).Value!;
        Assert.Equal("boom", error.Message);
        Assert.Contains("/home/me/job.ps1: line 4", error.ScriptStackTrace, StringComparison.Ordinal);
        Assert.Equal("W-1", error.Worker);
    }

    [Fact]
    public async Task Messages_are_bounded_and_what_is_left_out_is_counted()
    {
        ItemReport many = await RunAsync(new ScriptPackage("foreach ($i in 1..1500) { & { [CmdletBinding()] param() $PSCmdlet.WriteWarning('w') } }"));
        Assert.Equal((ItemRecords.MaxRecords, 500), (many.Records.Count(record => record.Stream == "warning"), many.LeftOut));

        ItemReport large = await RunAsync(new ScriptPackage("foreach ($i in 1..100) { & { [CmdletBinding()] param() $PSCmdlet.WriteWarning('w' * 1MB) } }"));
        Assert.InRange(large.Records.Sum(record => ((string)record.Value!).Length), 1 << 20, 2 << 20);
    }

    [Fact]
    public async Task Ten_megabytes_come_whole_and_what_is_beyond_the_limit_not_at_all()
    {
        Assert.Equal(10 << 20, ((string)Assert.Single(await OutputAsync("'x' * 10MB", null))!).Length);
        Assert.Equal(10 << 20, ((byte[])Assert.Single(await OutputAsync(", [byte[]]::new(10MB)", null))!).Length);

        ItemReport beyond = await RunAsync(new ScriptPackage("'small'; 'x' * 20MB"));
        Assert.Equal("ItemOutputTooLong", ((ScriptItemException)Assert.Single(beyond.Records).Value!).ErrorId);
    }

    [Fact]
    public async Task A_secret_does_not_come_back()
    {
        ItemReport report = await RunAsync(new ScriptPackage("1; [securestring]::new(); 2"));

        Assert.Equal(["output", "error", "output"], report.Records.Select(record => record.Stream));
    }

    [Fact]
    public async Task Exit_ends_the_item_and_not_the_worker()
    {
        ItemReport report = await RunAsync(new ScriptPackage("1; exit 3; 2"));

        Assert.Equal(1, report.Records[0].Value);
        Assert.Equal("ItemExited", ((ScriptItemException)report.Records[1].Value!).ErrorId);
        Assert.Equal([1], (await RunAsync(new ScriptPackage("1; exit; 2"))).Records.Select(record => record.Value));
        Assert.Equal([2], await OutputAsync("2", null));
    }

    [Theory]
    [InlineData("while ($true) { }")]
    [InlineData("[System.Threading.Thread]::Sleep(-1)")]
    public async Task What_runs_too_long_is_stopped_and_fails_the_attempt(string script)
    {
        var package = new ScriptPackage(script) { Timeout = TimeSpan.FromMilliseconds(200) };

        await Assert.ThrowsAsync<TimeoutException>(() => RunAsync(package));
        Assert.Equal([2], await OutputAsync("2", null));
    }

    [Fact]
    public async Task A_lost_lease_stops_the_script()
    {
        using var lost = new CancellationTokenSource();
        Task<WorkResult> work = _runner.RunAsync(TaskOf(new ScriptPackage("while ($true) { }"), null), lost.Token).AsTask();
        await lost.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.WaitAsync(Bound));
        Assert.Equal([2], await OutputAsync("2", null));
    }

    [Theory]
    [InlineData("$x = 1", "$x")]
    [InlineData("$global:x = 1", "$global:x")]
    [InlineData("$script:x = 1", "$script:x")]
    [InlineData("& { $global:x = 1 }", "$x")]
    [InlineData("$ExecutionContext.SessionState.PSVariable.Set('global:x', 1)", "$x")]
    [InlineData("$global:ErrorActionPreference = 'Stop'", "if ($ErrorActionPreference -ne 'Continue') { 1 }")]
    public async Task Variables_do_not_stay_for_the_next_item(string first, string second)
    {
        await RunAsync(new ScriptPackage($"if ($_ -eq 1) {{ {first} }} else {{ {second} }}"), "1");

        Assert.DoesNotContain(1, await OutputAsync($"if ($_ -eq 1) {{ {first} }} else {{ {second} }}", "2"));
    }

    [Fact]
    public async Task Using_variables_are_there_for_every_item()
    {
        var package = new ScriptPackage("\"${__using_a}-$_\"; $global:touched = 1") { Using = new Dictionary<string, object?> { ["__using_a"] = "x" } };

        Assert.Equal(["x-1"], (await RunAsync(package, "1")).Records.Select(record => record.Value));
        Assert.Equal(["x-2"], (await RunAsync(package, "2")).Records.Select(record => record.Value));
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("""{"kind":"python","text":"1"}""")]
    public async Task What_is_no_script_of_this_kind_fails(string shared)
    {
        Assignment task = new Assignment(0, 1, "item", 0) { Shared = "other", SharedValue = new JsonText(shared) };

        await Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(() => _runner.RunAsync(task, default).AsTask().WaitAsync(Bound));
    }

    public void Dispose() => _runner.Dispose();

    private static Assignment TaskOf(ScriptPackage package, string? item)
    {
        SharedValue shared = package.ToShared();
        return new Assignment(0, 1, "item", 0)
        {
            Shared = shared.Key,
            SharedValue = shared.Value,
            Payload = item is null ? null : new JsonText(item),
        };
    }

    private async Task<ItemReport> RunAsync(ScriptPackage package, string? item = null) => ItemReport.Read(
        (await _runner.RunAsync(TaskOf(package, item), default).AsTask().WaitAsync(Bound)).Result, "W-1");

    private async Task<IEnumerable<object?>> OutputAsync(string script, string? item)
    {
        ItemReport report = await RunAsync(new ScriptPackage(script), item);
        Assert.All(report.Records, record => Assert.Equal("output", record.Stream));
        return report.Records.Select(record => record.Value);
    }
}
