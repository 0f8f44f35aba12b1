namespace FruitSalad.PS.Tests.Commands;

public sealed class InvokeSaladRpcCommandTests : EngineTests
{
    [Fact]
    public void The_demonstrations_contract_has_f_which_answers_42() =>
        Assert.Equal(42, Run<int>("Invoke-SaladRpc -Demo -Method f")[0]);

    [Theory]
    [InlineData("g")]
    [InlineData("G")]
    [InlineData("ToString")]
    public void Nothing_else_of_its_class_can_be_called(string method)
    {
        Assert.Equal(nameof(Strings.RpcMethodNotFound), Fail("Invoke-SaladRpc -Demo -Method " + method));

        var refused = Shell.Streams.Error[0];
        Assert.Equal(-32601, Assert.IsType<SaladRpcException>(refused.Exception).Code);
        Assert.Contains("-32601", refused.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_masters_calls_can_be_made_by_name()
    {
        var answer = Run(Start + "Invoke-SaladRpc get_tasks @{ state = 'ready'; max = 3 } -Master $m")[0];

        Assert.Equal(3, ((object[])answer.Properties["tasks"].Value).Length);
        Assert.Equal("running", Run("(Invoke-SaladRpc give_task @{ request = 1; max = 1 } -Role Worker).kind; (Invoke-SaladRpc get_status).state")[^1].ToString());
    }

    [Fact]
    public void Each_role_has_its_half_of_the_contract()
    {
        Run(Start);

        Assert.Equal(nameof(Strings.RpcRefused), Fail("Invoke-SaladRpc get_status -Role Worker"));
        Assert.Equal(nameof(Strings.RpcMethodNotFound), Fail("Invoke-SaladRpc dispose"));
    }
}
