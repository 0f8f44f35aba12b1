using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

public sealed class WaitSaladWorkerCommandTests : EngineTests
{
    private const string Open = "$m = Start-SaladMaster -Port 0 -KeepOpen; $w = $m | Start-SaladWorker -InProcess -Count 2; ";

    [Fact]
    public void Returns_each_worker_once_it_has_ended()
    {
        Run(Open + "Complete-Salad");

        var ended = Run<SaladWorker>("Get-SaladWorker | Wait-SaladWorker -TimeoutSeconds 20");

        Assert.Equal([SaladWorkerState.Left, SaladWorkerState.Left], ended.Select(worker => worker.State));
    }

    [Fact]
    public void A_timeout_is_an_error_for_each_that_still_runs()
    {
        Run(Open + "$w[0] | Stop-SaladWorker -Force");

        var ended = Try("$w | Wait-SaladWorker -TimeoutSeconds 0.05");

        Assert.Equal("W-1", ((SaladWorker)Assert.Single(ended).BaseObject).Name);
        Assert.Equal([nameof(Strings.WorkerWaitTimeout)], ErrorIds);
        Assert.Equal(SaladWorkerState.Running, Run<SaladWorker>("$w")[1].State);
    }

    [Fact]
    public async Task Another_sessions_worker_cannot_be_awaited()
    {
        var master = Run<SaladMasterHandle>("$m = Start-SaladMaster -Port 0 -KeepOpen; $m")[0];
        using var leave = new CancellationTokenSource();
        var other = WorkAsync(master, leave: leave.Token);
        await UntilAsync(master, EventKind.WorkerJoined);

        Assert.Equal(nameof(Strings.CannotWaitForRemoteWorker), Fail("Get-SaladWorker $m | Wait-SaladWorker"));

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
    }

    [Fact]
    public async Task Stopping_ends_the_wait_only_and_within_a_second()
    {
        Run(Open);

        Assert.InRange(await StopInTheMiddleAsync("$w | Wait-SaladWorker"), TimeSpan.Zero, TimeSpan.FromSeconds(1));

        Assert.All(Run<SaladWorker>("$w"), worker => Assert.Equal(SaladWorkerState.Running, worker.State));
    }
}
