using System.Management.Automation;
using FruitSalad.History;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

public sealed class TestSaladHistoryCommandTests : EngineTests
{
    /// <summary>A real salad with crashes, on threads; its log in $log when it has ended.</summary>
    private const string Served =
        "$m = Start-SaladMaster -Port 0 -TimeScale 0.02 -Seed 1 -MaxAttempts 0 -WarningAction Ignore; "
        + "$null = $m | Start-SaladWorker -InProcess -Count 2 -CrashProbability 0.5; $null = $m | Start-SaladWorker -InProcess; "
        + "$null = $m | Wait-Salad -TimeoutSeconds 30; $log = $m | Get-SaladEvent; ";

    [Fact]
    public void The_history_of_a_real_salad_is_right_however_it_is_given()
    {
        Assert.Empty(Run(Served + "$m | Test-SaladHistory; Test-SaladHistory; $log | Test-SaladHistory"));
        Assert.Empty(Run("$m | Get-SaladEvent -Last 20 | Test-SaladHistory"));
    }

    /// <summary>By its port alone, over the wire: times and policies arrive to the tick.</summary>
    [Fact]
    public void The_history_of_a_remote_salad_is_right()
    {
        Run(Served);
        var log = Run<LogEntry>("$log | Where-Object { -not $_.IsWorkers }");
        var remote = Run<LogEntry>("Connect-SaladMaster $m.Port | Get-SaladEvent | Where-Object { -not $_.IsWorkers }");

        Assert.Empty(Run("Connect-SaladMaster $m.Port | Test-SaladHistory"));
        // Workers may still have been saying goodbye.
        Assert.Equal(log.Select(line => line.ToJson()), remote.Take(log.Count).Select(line => line.ToJson()));
        Assert.Equal(log[0].Log!.Policy, remote[0].Log!.Policy);
    }

    [Fact]
    public void A_line_that_is_missing_is_a_gap()
    {
        var found = Run<Violation>(Served + "$log | Where-Object Sequence -ne 5 | Test-SaladHistory");

        Assert.Contains(found, violation => violation.Invariant == "S14" && violation.Events[^1].Sequence == 6);
    }

    [Fact]
    public void A_history_is_checked_against_the_policy_that_is_given()
    {
        var found = Run<Violation>(Served + "$log | Test-SaladHistory -LeaseSeconds 7");

        Assert.Contains(found, violation => violation.Invariant == "S9");
        Assert.All(found, violation => Assert.NotEmpty(violation.Events));
    }

    [Fact]
    public void A_file_keeps_a_history()
    {
        var file = Path.GetTempFileName();
        try
        {
            Run(Served + $"[System.IO.File]::WriteAllLines('{file}', [string[]] ($log | ForEach-Object ToJson))");
            var policy = "-MaxAttempts 0 -LeaseSeconds 0.2 -IdleSeconds 0.6";

            Assert.Empty(Run($"Test-SaladHistory -Path '{file}' {policy}"));

            var accepted = File.ReadLines(file).First(line => line.Contains("\"accepted\"", StringComparison.Ordinal));
            File.AppendAllLines(file, [accepted]);
            var found = Run<Violation>($"Test-SaladHistory -Path '{file}' {policy}");
            Assert.Contains(found, violation => violation.Invariant == "S1");

            File.AppendAllLines(file, ["{"]);
            Assert.Equal(nameof(Strings.HistoryDamaged), Fail($"Test-SaladHistory -Path '{file}'"));
            Assert.Equal(nameof(Strings.HistoryNotRead), Fail("Test-SaladHistory -Path ./no-such-history.jsonl"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Simulated_salads_are_right_and_need_their_events()
    {
        Assert.Empty(Run("Invoke-SaladExperiment -Simulate -Seed (1..20) -CrashProbability 0.3 -KeepEvents | Test-SaladHistory"));

        Assert.Equal(
            nameof(Strings.HistoryWithoutEvents), Fail("Invoke-SaladExperiment -Simulate -Seed 1 | Test-SaladHistory"));
        Assert.Equal(nameof(Strings.NoHistory), Fail("Test-SaladHistory 'a salad'"));
    }

    [Fact]
    public void Events_alone_are_checked_too()
    {
        var task = new SaladEvent { Sequence = 0, Time = default, Kind = EventKind.Added, TaskId = 0, TaskName = "kiwi" };
        Shell.Runspace.SessionStateProxy.SetVariable("events", new[] { task, task with { Sequence = 1, Kind = EventKind.Accepted, Attempt = 1 } });

        var found = Run<Violation>("$events | Test-SaladHistory");

        Assert.Contains(found, violation => violation.Invariant == "S13");
    }
}
