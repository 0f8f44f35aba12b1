using System.Management.Automation;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

public sealed class WaitSaladCommandTests : EngineTests
{
    [Fact]
    public async Task Returns_the_final_status_of_each_master()
    {
        Run(Start + "$n = Start-SaladMaster -Port 0 -TimeScale 0.01 -Seed 2 -WarningAction Ignore");
        var workers = Task.WhenAll(Session.Masters.Select(master => Task.Run(() => Serve(master))));

        var ends = Run<MasterStatus>("$m, $n | Wait-Salad -TimeoutSeconds 20");

        Assert.Equal([EndReason.Completed, EndReason.Completed], ends.Select(status => status.EndReason));
        await workers.WaitAsync(Bound);
    }

    [Fact]
    public void A_timeout_is_an_error_and_stops_nothing()
    {
        Run(Start);

        Assert.Empty(Try("Wait-Salad -TimeoutSeconds 0.05"));

        Assert.Equal([nameof(Strings.SaladWaitTimeout)], ErrorIds);
        Assert.Same(Session.Masters[0], Shell.Streams.Error[0].TargetObject);
        Assert.Equal(EndReason.None, Run<MasterStatus>("Get-SaladStatus")[0].EndReason);
    }

    [Fact]
    public async Task Nobody_left_is_an_end_too()
    {
        Run("$m = Start-SaladMaster -Port 0 -TimeScale 0.01 -IdleSeconds 1 -WarningAction Ignore");
        await WorkAsync(Session.Masters[0], plan: new Worker.CrashPlan { Probability = 1 });

        Assert.Equal(EndReason.Idle, Run<MasterStatus>("$m | Wait-Salad -TimeoutSeconds 20")[0].EndReason);
    }

    [Fact]
    public void A_wait_over_a_second_shows_progress_and_its_end()
    {
        Run(Start);

        Try("Wait-Salad -TimeoutSeconds 1.8");

        var records = Shell.Streams.Progress;
        Assert.True(records.Count >= 2);
        Assert.Equal(ProgressRecordType.Completed, records[^1].RecordType);
        Assert.Contains("0 of 11", records[0].StatusDescription, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_ends_the_wait_only_and_within_a_second()
    {
        Run(Start);

        Assert.InRange(await StopInTheMiddleAsync("Wait-Salad"), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Single(Session.Masters);
    }
}
