using FruitSalad.Contract;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

public sealed class GetSaladStatusCommandTests : EngineTests
{
    [Fact]
    public void Tells_how_far_the_salad_is()
    {
        var status = Run<MasterStatus>(Start + "Get-SaladStatus $m")[0];

        Assert.Equal((SaladState.Waiting, 11, 11, 0, EndReason.None), (status.State, status.Total, status.Ready, status.Done, status.EndReason));
        Assert.Equal((TimeSpan.Zero, null), (status.Makespan, status.Oracle));
    }

    [Fact]
    public void At_the_end_it_tells_the_time_with_and_without_start_up_and_what_the_order_needs()
    {
        Serve(Run<SaladMasterHandle>(Start + "$m")[0]);

        var status = Run<MasterStatus>("Get-SaladStatus")[0];

        Assert.Equal(TimeSpan.FromSeconds(0.26), status.Oracle);
        Assert.True(status.Oracle <= status.Makespan && status.Makespan < status.Elapsed);
        Assert.Equal(status.Makespan - status.Oracle, status.Overhead);
        Assert.Equal((EndReason.Completed, 11), (status.EndReason, Assert.Single(status.Workers).Accepted));
    }

    [Fact]
    public void Bare_it_returns_one_for_each_master_of_the_session() =>
        Assert.Equal(2, Run(Start + "$n = Start-SaladMaster -Port 0; Get-SaladStatus").Count);
}
