using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

public sealed class StartSaladWorkerCommandTests : EngineTests
{
    [Fact]
    public void Returns_its_workers_which_make_the_salad_and_leave()
    {
        var workers = Run<SaladWorker>(Start + "$m | Start-SaladWorker -Count 3 -Name cook -InProcess");

        Assert.Equal(["cook-1", "cook-2", "cook-3"], workers.Select(worker => worker.Name));
        Assert.Equal(EndReason.Completed, Run<MasterStatus>("Wait-Salad -TimeoutSeconds 20")[0].EndReason);
        Assert.Equal(
            [SaladWorkerState.Left, SaladWorkerState.Left, SaladWorkerState.Left],
            Run<SaladWorker>("Get-SaladWorker | Wait-SaladWorker -TimeoutSeconds 20").Select(worker => worker.State));
    }

    [Fact]
    public void A_worker_fails_only_on_request_and_says_so_on_its_own_output()
    {
        Run(Start + "$w = $m | Start-SaladWorker -InProcess -CrashProbability 1; $null = $w | Wait-SaladWorker -TimeoutSeconds 20");

        var worker = Run<SaladWorker>("$w")[0];
        Assert.Equal((SaladWorkerState.Crashed, 1.0), (worker.State, worker.CrashProbability));
        Assert.Single(Run<LogEntry>("$m | Get-SaladEvent -Kind Alert"));
        Assert.Empty(Run("Get-SaladTask -State Done"));
    }

    [Fact]
    public void The_seed_decides_where_workers_fail()
    {
        const string Script = Start + """
            $w = $m | Start-SaladWorker -InProcess -CrashProbability 0.3 -Seed 7
            $null = $w | Wait-SaladWorker -TimeoutSeconds 20
            @($m | Get-SaladEvent -Kind Sent).Count
            """;

        Assert.Equal(Run<int>(Script), Run<int>(Script));
    }

    [Fact]
    public void Mistake_11_zero_means_never_and_a_word_is_no_probability()
    {
        Run(Start + "$w = $m | Start-SaladWorker -InProcess -CrashProbability '0' -Respawn:$false; $null = $w | Wait-SaladWorker -TimeoutSeconds 20");
        Assert.Equal(SaladWorkerState.Left, Run<SaladWorker>("$w")[0].State);

        Assert.Equal("CannotConvertArgumentNoMessage", Fail("$m | Start-SaladWorker -InProcess -CrashProbability 'false'"));
    }

    [Fact]
    public void One_that_crashes_is_replaced_on_request()
    {
        Run(Start + "$w = $m | Start-SaladWorker -InProcess -CrashProbability 0.5 -Respawn");

        Assert.Equal(EndReason.Completed, Run<MasterStatus>("Wait-Salad -TimeoutSeconds 30")[0].EndReason);
        Assert.True(Run<SaladWorker>("$w")[0].Respawns > 0);
    }

    [Fact]
    public async Task Workers_leave_in_the_middle_and_others_come_late()
    {
        var master = Run<SaladMasterHandle>("$m = Start-SaladMaster -Port 0 -Task a, b, c -KeepOpen; $a = $m | Start-SaladWorker -InProcess; $m")[0];
        await UntilAsync(master, EventKind.WorkerJoined);
        Assert.Equal(SaladWorkerState.Left, Run<SaladWorker>("$a | Stop-SaladWorker -PassThru")[0].State);

        Run("$m | Add-SaladTask -Name d; $b = $m | Start-SaladWorker -InProcess; Complete-Salad");

        Assert.Equal((EndReason.Completed, 4), (Run<MasterStatus>("Wait-Salad -TimeoutSeconds 20")[0].EndReason, Run("Receive-SaladResult").Count));
        Assert.Equal(2, Run<MasterStatus>("Get-SaladStatus")[0].Workers.Count);
    }

    [Fact]
    public void WhatIf_starts_none()
    {
        Run(Start + "$m | Start-SaladWorker -Count 2 -WhatIf");

        Assert.Empty(Session.Workers);
    }

    [Fact]
    public void Where_no_process_can_be_started_the_error_says_so()
    {
        Run(Start);

        Assert.Equal(nameof(Strings.WorkerHostUnavailable), Fail("$m | Start-SaladWorker"));
    }
}
