using FruitSalad.Rpc;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Tasks;

public class SaladPolicyTests
{
    [Fact]
    public void A_scale_multiplies_what_belongs_to_the_salad_and_not_the_network_s_grace()
    {
        SaladPolicy scaled = (SaladPolicy.Robust with { RunLimit = TimeSpan.FromSeconds(60) }).Scale(0.1);

        TimeSpan?[] times = [scaled.Lease, scaled.RunLimit, scaled.IdleLimit, scaled.Poll, scaled.LongPoll];
        Assert.Equal([1, 6, 3, 0.1, 1], times.Select(time => time!.Value.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(2), scaled.DisconnectGrace);
        Assert.Null(SaladPolicy.Basic.Scale(0.1).Lease);
        Assert.Same(SaladPolicy.Robust, SaladPolicy.Robust.Scale(1));
    }

    [Fact]
    public void A_worker_renews_at_a_third_of_the_lease_or_not_at_all()
    {
        Assert.Equal(TimeSpan.FromSeconds(10) / 3, SaladPolicy.Robust.Heartbeat);
        Assert.Null(SaladPolicy.Timeout.Heartbeat);
        Assert.Null((SaladPolicy.Robust with { Lease = null }).Heartbeat);
    }

    [Fact]
    public void A_worker_whose_answer_was_lost_is_back_before_the_salad_gives_up_on_it()
    {
        var worker = new WorkerOptions { Id = default, Name = "W", Masters = [], Key = [] };

        Assert.All(
            [SaladPolicy.Basic, SaladPolicy.Timeout, SaladPolicy.Robust],
            policy => Assert.True(policy.LongPoll + policy.Poll + worker.CallTimeout < policy.IdleLimit));
    }

    [Fact]
    public void The_presets_are_the_two_chapters_and_the_one_for_real_work()
    {
        Assert.Same(SaladPolicy.Basic, SaladPolicy.Of(Preset.Basic));
        Assert.Same(SaladPolicy.Timeout, SaladPolicy.Of(Preset.Timeout));
        Assert.Same(SaladPolicy.Robust, SaladPolicy.Of(Preset.Robust));
        Assert.Equal((null, TimeSpan.FromSeconds(5)), (SaladPolicy.Basic.Lease, SaladPolicy.Timeout.Lease));
    }
}
