using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

public sealed class GetSaladWorkerCommandTests : EngineTests
{
    private const string Open = "$m = Start-SaladMaster -Port 0 -KeepOpen; ";

    [Fact]
    public void Bare_it_returns_the_sessions_workers_by_name()
    {
        Run(Open + "$n = Start-SaladMaster -Port 0 -KeepOpen; $null = $m, $n | ForEach-Object { $_ | Start-SaladWorker -InProcess -Count 2 -Name cook }");

        Assert.Equal(4, Run("Get-SaladWorker").Count);
        Assert.Equal(2, Run("Get-SaladWorker -Name *-2").Count);
        Assert.Empty(Run("Get-SaladWorker -Name nobody"));
    }

    [Fact]
    public async Task Of_a_master_it_returns_those_of_elsewhere_too()
    {
        var master = Run<SaladMasterHandle>(Open + "$w = $m | Start-SaladWorker -InProcess -Name mine; $m")[0];
        using var leave = new CancellationTokenSource();
        var other = WorkAsync(master, ordinal: 7, leave: leave.Token);
        while (Run<MasterStatus>("Get-SaladStatus")[0].Workers.Count < 2)
        {
            await UntilAsync(master, EventKind.WorkerJoined);
        }

        var workers = Run<SaladWorker>("Get-SaladWorker -Master $m");

        Assert.Equal([("mine", true), ("W-7", false)], workers.Select(worker => (worker.Name, worker.IsLocal)));
        Assert.Equal(master, workers[0].Master);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
    }

    [Fact]
    public void Those_that_have_ended_are_still_shown()
    {
        Run(Start + "$null = $m | Start-SaladWorker -InProcess -CrashProbability 1 | Wait-SaladWorker -TimeoutSeconds 20");

        Assert.Equal(SaladWorkerState.Crashed, Run<SaladWorker>("Get-SaladWorker")[0].State);
    }
}
