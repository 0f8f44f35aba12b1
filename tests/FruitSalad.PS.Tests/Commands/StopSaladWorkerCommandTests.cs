using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

public sealed class StopSaladWorkerCommandTests : EngineTests
{
    private const string Long = "$m = Start-SaladMaster -Port 0 -Task @{ Name = 'long'; Seconds = 600 }; ";
    private const string AtWork = "$w = $m | Start-SaladWorker -InProcess";

    [Fact]
    public async Task A_worker_finishes_what_runs_and_leaves()
    {
        Run("$m = Start-SaladMaster -Port 0 -Task @{ Name = 'a'; Seconds = 0.3 }, b; " + AtWork);
        await UntilAtWorkAsync();

        var left = Assert.Single(Run<SaladWorker>("$w | Stop-SaladWorker -PassThru"));

        Assert.Equal(SaladWorkerState.Left, left.State);
        Assert.Equal(["a"], Run<TaskEntry>("Get-SaladTask -State Done").Select(task => task.Name));
        Assert.Equal(["b"], Run<TaskEntry>("Get-SaladTask -State Ready").Select(task => task.Name));
    }

    [Fact]
    public async Task Killed_it_says_nothing_and_its_task_goes_back()
    {
        Run(Long + AtWork);
        await UntilAtWorkAsync();

        Assert.Equal(SaladWorkerState.Crashed, Run<SaladWorker>("$w | Stop-SaladWorker -Force -PassThru")[0].State);

        await UntilAsync(Session.Masters[0], EventKind.Lost);
        Assert.Empty(Run("$m | Get-SaladEvent -Kind WorkerLeft, Released"));
    }

    [Fact]
    public async Task One_that_does_not_leave_in_time_is_an_error_and_works_on()
    {
        Run(Long + AtWork);
        await UntilAtWorkAsync();

        Assert.Equal(nameof(Strings.WorkerWaitTimeout), Fail("$w | Stop-SaladWorker -TimeoutSeconds 0.05"));

        Assert.Equal(SaladWorkerState.Running, Run<SaladWorker>("$w")[0].State);
        Assert.Single(Run("Get-SaladTask -State Leased"));
    }

    [Fact]
    public async Task Another_sessions_worker_is_sent_home_and_never_killed()
    {
        var master = Run<SaladMasterHandle>("$m = Start-SaladMaster -Port 0 -KeepOpen; $m")[0];
        var other = Task.Run(() => WorkAsync(master));
        await UntilAsync(master, EventKind.WorkerJoined);

        Assert.Equal(nameof(Strings.CannotKillRemoteWorker), Fail("Get-SaladWorker $m | Stop-SaladWorker -Force"));
        Run("Get-SaladWorker $m | Stop-SaladWorker");

        Assert.Equal(Worker.Fate.Leave, await other.WaitAsync(Bound));
        Assert.Equal(EndReason.None, Run<MasterStatus>("Get-SaladStatus")[0].EndReason);
    }

    [Fact]
    public void WhatIf_stops_none()
    {
        Run(Long + AtWork + "; $w | Stop-SaladWorker -Force -WhatIf");

        Assert.Equal(SaladWorkerState.Running, Run<SaladWorker>("$w")[0].State);
    }

    [Fact]
    public async Task Stopping_ends_the_wait_only_and_within_a_second()
    {
        Run(Long + AtWork);
        await UntilAtWorkAsync();

        Assert.InRange(await StopInTheMiddleAsync("$w | Stop-SaladWorker"), TimeSpan.Zero, TimeSpan.FromSeconds(1));

        Assert.Equal(SaladWorkerState.Running, Run<SaladWorker>("$w")[0].State);
    }
}
