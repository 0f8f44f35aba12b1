using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

public sealed class InvokeSaladWorkerCommandTests : EngineTests
{
    [Fact]
    public void Works_here_until_nothing_is_left_and_its_log_is_its_output()
    {
        List<LogEntry> lines = [];
        InCulture("en", () => lines = Run<LogEntry>(Start + "$m | Invoke-SaladWorker -Name cook"));

        Assert.Equal(11, lines.Count(line => line.Kind == "Sent"));
        Assert.All(lines, line => Assert.Equal("cook", line.Worker));
        Assert.Matches(@"^\[\d+\.\d{3}\] \[cook\] \[T-\d\d\] \[WORKING\] 1 .+: preparing", lines.First(line => line.Kind == "Preparing").Line);
        Assert.Equal(EndReason.Completed, Run<MasterStatus>("Get-SaladStatus")[0].EndReason);
        Assert.Empty(Session.Workers);
    }

    [Fact]
    public void Another_terminal_needs_the_port_only()
    {
        var master = Run<SaladMasterHandle>(Start + "$m")[0];
        Session.Remove(master);

        Assert.NotEmpty(Run($"Invoke-SaladWorker {master.Port}"));

        master.Dispose();
    }

    [Fact]
    public void A_crash_ends_the_work_and_not_the_session()
    {
        var lines = Run<LogEntry>(Start + "$m | Invoke-SaladWorker -CrashProbability 1");

        Assert.Equal("Alert", lines[^1].Kind);
        Assert.Empty(Run("Get-SaladTask -State Done"));
    }

    [Fact]
    public void A_master_that_is_not_there_any_more_is_an_error()
    {
        Run(Start + "$m | Stop-SaladMaster -Force");

        Try("$m | Invoke-SaladWorker -GiveUpSeconds 0.1");

        Assert.Equal([nameof(Strings.MasterLost)], ErrorIds);
    }

    [Fact]
    public async Task Stopping_ends_it_within_a_second()
    {
        var master = Run<SaladMasterHandle>("$m = Start-SaladMaster -Port 0 -Task @{ Name = 'long'; Seconds = 600 } -DisconnectGraceSeconds 0; $m")[0];

        Assert.InRange(await StopInTheMiddleAsync("$m | Invoke-SaladWorker"), TimeSpan.Zero, TimeSpan.FromSeconds(1));

        Assert.Equal(0, Run<MasterStatus>("Get-SaladStatus")[0].Done);
        Assert.Same(master, Assert.Single(Session.Masters));
    }
}
