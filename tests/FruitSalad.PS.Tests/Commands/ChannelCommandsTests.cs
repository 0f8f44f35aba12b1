using FruitSalad.Faults;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

/// <summary>Start-, Set-, Get- and Stop-SaladChannel.</summary>
public sealed class ChannelCommandsTests : EngineTests
{
    private const string Workers = "$null = $c | Start-SaladWorker -InProcess -Count 3 -CallTimeoutSeconds 0.5; ";

    [Fact]
    public void Workers_that_are_given_a_channel_talk_through_it()
    {
        var status = Run<MasterStatus>(Start + "$c = $m | Start-SaladChannel; " + Workers + "$m | Wait-Salad -TimeoutSeconds 20")[0];

        var channel = Assert.Single(Session.Channels);
        Assert.Equal((EndReason.Completed, 11), (status.EndReason, status.Done));
        Assert.InRange(channel.Messages, 22, long.MaxValue);
        Assert.Equal(3, Run("$m | Get-SaladWorker").Count);
    }

    [Fact]
    public void A_bad_channel_loses_no_fruit()
    {
        var status = Run<MasterStatus>(
            Start.Replace("-LeaseSeconds", "-LongPollSeconds 20 -LeaseSeconds", StringComparison.Ordinal)
            + "$c = $m | Start-SaladChannel -Loss 0.1 -Duplicate 0.05 -Reorder 0.1 -Delay @{ Least = 0; Most = 1 }; "
            + Workers + "$m | Wait-Salad -TimeoutSeconds 60")[0];

        Assert.Equal((EndReason.Completed, 11), (status.EndReason, status.Done));
        Assert.InRange(Session.Channels[0].Lost, 1, long.MaxValue);
    }

    [Fact]
    public void Directions_differ_where_they_are_told_to()
    {
        var plan = Run<SaladChannel>(
            Start + "$m | Start-SaladChannel -Loss 0.5 -ToWorker @{ Loss = 0; Delay = @{ Least = 1; Mean = 2 } }")[0].Plan;

        Assert.Equal(new OneWayPlan { Loss = 0.5 }, plan.ToMaster);
        Assert.Equal(
            new OneWayPlan { Delay = Delay.Exponential(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)) }, plan.ToWorker);
    }

    [Fact]
    public void A_change_leaves_the_rest_as_it_was()
    {
        var channel = Run<SaladChannel>(
            Start + "$m | Start-SaladChannel -Loss 0.5 -Delay 2 | Set-SaladChannel -Loss 0.25 -Partition -PassThru")[0];

        Assert.Equal(new OneWayPlan { Loss = 0.25, Delay = Delay.Constant(TimeSpan.FromSeconds(2)) }, channel.Plan.ToMaster);
        Assert.True(channel.IsCut);

        Run("Get-SaladChannel | Set-SaladChannel -Heal");
        Assert.False(channel.IsCut);
        Assert.Equal(0.25, channel.Plan.ToWorker.Loss);
    }

    [Fact]
    public void A_cut_channel_carries_nothing_until_it_heals()
    {
        Run(Start + "$c = $m | Start-SaladChannel -Partition; " + Workers);
        Assert.Empty(Try("$m | Wait-Salad -TimeoutSeconds 0.3"));
        Assert.Empty(Run<MasterStatus>("Get-SaladStatus $m")[0].Workers);

        var status = Run<MasterStatus>("$c | Set-SaladChannel -Heal; $m | Wait-Salad -TimeoutSeconds 20")[0];

        Assert.Equal(EndReason.Completed, status.EndReason);
    }

    [Fact]
    public void What_is_changed_holds_for_the_next_message()
    {
        Run(Start + "$c = $m | Start-SaladChannel; $c | Set-SaladChannel -Loss 1; " + Workers);
        Run("foreach ($look in 1..200) { if (-not $c.Lost) { $null = $m | Wait-Salad -TimeoutSeconds 0.1 -ErrorAction Ignore } }");
        Assert.True(Session.Channels[0].Lost > 0);

        Assert.Equal(
            EndReason.Completed,
            Run<MasterStatus>("$c | Set-SaladChannel -Loss 0; $m | Wait-Salad -TimeoutSeconds 30")[0].EndReason);
    }

    [Fact]
    public void A_lease_too_short_for_the_channel_is_warned_about()
    {
        Run("$m = Start-SaladMaster -Port 0 -LeaseSeconds 5 -NoRenewal; $null = $m | Start-SaladChannel -Delay 0.4");
        Assert.Empty(Shell.Streams.Warning);

        Run("$null = $m | Start-SaladChannel -Delay 0.6");
        Assert.Contains("5.2", Assert.Single(Shell.Streams.Warning).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Delay often", nameof(Strings.ChannelUnfit))]
    [InlineData("-ToMaster @{ Los = 1 }", nameof(Strings.ChannelUnfit))]
    [InlineData("-Delay -1", nameof(Strings.ChannelUnfit))]
    public void What_no_channel_can_do_is_refused(string parameters, string error) =>
        Assert.Equal(error, Fail(Start + "$m | Start-SaladChannel " + parameters));

    [Fact]
    public void A_stopped_channel_is_gone()
    {
        var channel = Run<SaladChannel>(Start + "($c = $m | Start-SaladChannel)")[0];

        Run("Get-SaladChannel | Stop-SaladChannel -WhatIf");
        Assert.True(StartSaladMasterCommandTests.IsOpen(channel.Port));

        Run("Get-SaladChannel | Stop-SaladChannel");
        Assert.Empty(Session.Channels);
        Assert.False(StartSaladMasterCommandTests.IsOpen(channel.Port));
    }
}
