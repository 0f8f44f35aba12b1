using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.PS.Tests.Commands;

public sealed class StopSaladMasterCommandTests : EngineTests
{
    [Fact]
    public async Task Waits_for_what_is_in_progress_and_lets_the_workers_leave()
    {
        var master = Run<SaladMasterHandle>("Start-SaladMaster -Port 0 -Task @{ Name = 'a'; Seconds = 0.5 }, b")[0];
        var worker = Task.Run(() => WorkAsync(master));
        await UntilAsync(master, EventKind.Granted);

        Run("Stop-SaladMaster");

        Assert.Equal(Fate.Leave, await worker.WaitAsync(Bound));
        var final = await master.Calls.GetStatusAsync(new StatusQuery(), default);
        Assert.Equal((EndReason.Stopped, 1, 1), (final.EndReason, final.Done, final.Ready));
        Assert.Empty(Session.Masters);
        Assert.False(StartSaladMasterCommandTests.IsOpen(master.Port));
    }

    [Fact]
    public async Task A_lease_that_never_ends_does_not_hold_it_up_for_ever()
    {
        var master = Run<SaladMasterHandle>("Start-SaladMaster -Port 0 -Preset Basic -TimeScale 0.01 -Seed 1")[0];
        await WorkAsync(master, plan: new CrashPlan { Probability = 1 });

        Assert.Equal(nameof(Strings.MasterStopTimeout), Fail("Stop-SaladMaster"));
        Assert.Contains("-Force", Shell.Streams.Error[0].ToString(), StringComparison.Ordinal);

        Run("Stop-SaladMaster -Force");
        Assert.False(StartSaladMasterCommandTests.IsOpen(master.Port));
    }

    [Fact]
    public async Task A_stuck_task_that_renews_is_waited_for_as_long_as_was_said_and_nothing_is_lost()
    {
        var master = Run<SaladMasterHandle>("$m = Start-SaladMaster -Port 0 -Task stuck, next; $m")[0];
        Run("$w = $m | Start-SaladWorker -InProcess -FailureKind Stuck -CrashPoint MidWork -CrashProbability 1");
        await UntilAsync(master, EventKind.Granted);

        Assert.Equal(nameof(Strings.MasterStopTimeout), Fail("Stop-SaladMaster -TimeoutSeconds 0.05"));

        Assert.Equal((EndReason.None, 1, 1), await CountAsync(master));
        Assert.Same(master, Assert.Single(Session.Masters));
    }

    [Fact]
    public async Task Stopping_ends_the_wait_only_and_within_a_second()
    {
        var master = Run<SaladMasterHandle>("$m = Start-SaladMaster -Port 0 -Task @{ Name = 'long'; Seconds = 600 }; $m")[0];
        Run("$w = $m | Start-SaladWorker -InProcess");
        await UntilAsync(master, EventKind.Granted);

        Assert.InRange(await StopInTheMiddleAsync("Stop-SaladMaster"), TimeSpan.Zero, TimeSpan.FromSeconds(1));

        Assert.Equal((EndReason.None, 1, 0), await CountAsync(master));
    }

    [Fact]
    public void Several_are_stopped_at_once_by_pipeline_and_what_they_were_stays_readable()
    {
        Run(Start + "$n = Start-SaladMaster -Port 0; $m, $n | Stop-SaladMaster -Force");

        Assert.Empty(Session.Masters);
        Assert.Equal([EndReason.Stopped, EndReason.Stopped], Run<MasterStatus>("$m, $n | Get-SaladStatus").Select(status => status.EndReason));
    }

    [Fact]
    public void WhatIf_stops_nothing()
    {
        var master = Run<SaladMasterHandle>(Start + "$m | Stop-SaladMaster -WhatIf; $m")[0];

        Assert.True(StartSaladMasterCommandTests.IsOpen(master.Port));
    }

    [Fact]
    public void A_file_of_the_ports_next_master_stays()
    {
        var master = Run<SaladMasterHandle>(Start + "$m")[0];
        UserFolder.Leave(master.Port, new JoinFile(Guid.NewGuid(), ["127.0.0.1:1"]) { OwnerKey = SaladKeys.Create().Owner });

        Run("Stop-SaladMaster -Force");

        Assert.True(File.Exists(UserFolder.FileOf(master.Port)));
        File.Delete(UserFolder.FileOf(master.Port));
    }

    private static async Task<(EndReason End, int Leased, int Ready)> CountAsync(SaladMasterHandle master)
    {
        var status = await master.Calls.GetStatusAsync(new StatusQuery(), default);
        return (status.EndReason, status.Leased, status.Ready);
    }
}
