using FruitSalad.Contract;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

/// <summary>-Strategy, -IncludeMaster, -Replicas and -Quorum through the engine.</summary>
public sealed class StrategyTests : EngineTests
{
    [Theory]
    [InlineData("MasterWorker")]
    [InlineData("Static -ShareCut LongestFirst")]
    public void The_master_works_too(string strategy)
    {
        var results = Run<SaladResult>($"Invoke-Salad -Strategy {strategy} -Workers 2 -IncludeMaster -InProcess -TimeScale 0.01");

        Assert.Equal(Enumerable.Range(0, 11), results.Select(result => result.Task));
    }

    [Fact]
    public void One_share_is_the_masters_own()
    {
        var results = Run<SaladResult>("Invoke-Salad -Strategy Static -Workers 2 -IncludeMaster -InProcess -TimeScale 0.01");

        Assert.Equal(3, results.Select(result => result.Worker).Distinct().Count());
        Assert.Contains(results, result => result.Worker == $"W-{Environment.ProcessId}");
    }

    [Fact]
    public void A_share_without_a_lease_is_lost_with_its_worker()
    {
        Run("$m = Start-SaladMaster -Port 0 -Task a, b, c, d -Strategy Static -ExpectWorkers 2 -LeaseSeconds 0 -DisconnectGraceSeconds 0");
        Run("$null = $m | Start-SaladWorker -InProcess -CrashProbability 1; $null = $m | Start-SaladWorker -InProcess");

        Assert.Equal(EndReason.Failed, Run<MasterStatus>("Wait-Salad -TimeoutSeconds 20")[0].EndReason);
        var lost = Run<TaskEntry>("Get-SaladTask -State Dead");
        Assert.Equal(2, lost.Count);
        Assert.All(lost, task => Assert.Contains("share", task.Error, StringComparison.Ordinal));
    }

    [Fact]
    public void Adding_later_is_refused_with_the_reason()
    {
        Try("$m = Start-SaladMaster -Port 0 -Strategy Static -ExpectWorkers 2 -WarningAction Ignore; Add-SaladTask $m kiwi");

        Assert.Equal([nameof(Strings.CallRefused)], ErrorIds);
        Assert.Contains("no task may be added later", Shell.Streams.Error[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Static_needs_to_know_how_many_come() =>
        Assert.Equal(nameof(Strings.TasksUnfit), Fail("Start-SaladMaster -Port 0 -Strategy Static"));

    [Fact]
    public void Several_workers_do_each_task()
    {
        Run("$m = Start-SaladMaster -Port 0 -Task a, b -Replicas 3 -Quorum 2; $null = $m | Start-SaladWorker -Count 3 -InProcess");

        Assert.Equal(EndReason.Completed, Run<MasterStatus>("Wait-Salad -TimeoutSeconds 20")[0].EndReason);
        Assert.All(Run<TaskEntry>("Get-SaladTask"), task => Assert.Equal([true, true, true], task.Replicas.Select(replica => replica.Agrees)));
        Assert.Equal([(2, 0), (2, 0), (2, 0)], Run<MasterStatus>("Get-SaladStatus")[0].Workers.Select(worker => (worker.Accepted, worker.Disagreed)));
    }

    [Fact]
    public void A_quorum_that_cannot_be_is_refused() =>
        Assert.Equal(nameof(Strings.TasksUnfit), Fail("Start-SaladMaster -Port 0 -Replicas 2 -Quorum 7"));
}
