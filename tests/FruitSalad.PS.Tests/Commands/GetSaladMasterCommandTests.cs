namespace FruitSalad.PS.Tests.Commands;

public sealed class GetSaladMasterCommandTests : EngineTests
{
    [Fact]
    public void Returns_the_sessions_masters_in_the_order_of_their_start()
    {
        Assert.Empty(Run("Get-SaladMaster"));
        Run(Start + "$n = Start-SaladMaster -Port 0 -Name second");

        var masters = Run<SaladMasterHandle>("Get-SaladMaster");

        Assert.Equal(["FruitSalad", "second"], masters.Select(master => master.Name));
        Assert.Equal((true, "127.0.0.1", 0.01), (masters[0].IsLocal, masters[0].Address, masters[0].TimeScale));
    }

    [Fact]
    public void One_that_was_stopped_is_none_any_more()
    {
        Run(Start + "$m | Stop-SaladMaster -Force");

        Assert.Empty(Run("Get-SaladMaster"));
    }
}
