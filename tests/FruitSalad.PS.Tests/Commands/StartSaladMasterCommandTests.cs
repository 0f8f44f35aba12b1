using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

public sealed class StartSaladMasterCommandTests : EngineTests
{
    [Fact]
    public void Returns_a_master_that_serves_the_shuffled_recipe()
    {
        var master = Assert.Single(Run<SaladMasterHandle>(Start + "$m"));
        Serve(master);

        var status = Assert.Single(Run<MasterStatus>("Get-SaladStatus $m"));
        Assert.Equal((SaladState.Ended, EndReason.Completed, 11, 11), (status.State, status.EndReason, status.Total, status.Done));
        Assert.Equal((1L, 0.01, "FruitSalad"), (status.Seed, status.TimeScale, status.Name));
        Assert.Equal(TimeSpan.FromMilliseconds(260), status.Oracle);
        Assert.Equal(status.Makespan - status.Oracle, status.Overhead);
        Assert.True(status.Elapsed >= status.Makespan);
    }
}
