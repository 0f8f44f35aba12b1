using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

public sealed class MeasureSaladPolicyCommandTests : EngineTests
{
    [Fact]
    public void A_lease_shorter_than_the_work_is_never_recommended_where_late_results_are_discarded()
    {
        var measures = Run<PolicyMeasure>(
            "Measure-SaladPolicy -Lease 3.5, 8, 2 -NoRenewal -LateResult Discard -MaxAttempts 0 -HorizonSeconds 120 -Salads 40");

        Assert.Equal((8.0, true, 1.0), (measures[0].LeaseSeconds!.Value, measures[0].Recommended, measures[0].Completed.Value));
        Assert.All(measures.Skip(1), one => Assert.Equal((false, 0.0), (one.Recommended, one.Completed.Value)));
        Assert.Equal("-LeaseSeconds 8 -NoRenewal -LateResult Discard", measures[0].Parameters);
        Assert.InRange(measures[0].Makespan.Value, 9, 11);
    }

    [Fact]
    public void Every_choice_is_tried_and_exactly_one_recommended_the_first()
    {
        var measures = Run<PolicyMeasure>("Measure-SaladPolicy -Healthy 1 -CrashProbability 0.3 -Lease 2, 10 -Salads 20");

        Assert.Equal(2 * 2 * 3, measures.Select(one => one.Parameters).Distinct().Count());
        Assert.Equal(12, measures.Count);
        Assert.True(measures[0].Recommended);
        Assert.Single(measures, one => one.Recommended);
    }

    [Fact]
    public void Without_a_lease_there_is_nothing_to_renew() => Assert.All(
        Run<PolicyMeasure>("Measure-SaladPolicy -Lease 0 -Salads 2"),
        one => Assert.Equal((null, false), (one.LeaseSeconds, one.Renewal)));

    [Fact]
    public void The_same_seeds_give_the_same_measures() => Assert.Equal(
        Run("Measure-SaladPolicy -CrashProbability 0.2 -Salads 10 -Seed 5 -ThrottleLimit 1 | ForEach-Object { \"$($_.Parameters) $($_.Makespan)\" }"),
        Run("Measure-SaladPolicy -CrashProbability 0.2 -Salads 10 -Seed 5 -ThrottleLimit 3 | ForEach-Object { \"$($_.Parameters) $($_.Makespan)\" }"));

    [Fact]
    public async Task Stopping_ends_it_within_a_second() => Assert.InRange(
        await StopInTheMiddleAsync("Measure-SaladPolicy -Salads 50000"), TimeSpan.Zero, TimeSpan.FromSeconds(1));
}
