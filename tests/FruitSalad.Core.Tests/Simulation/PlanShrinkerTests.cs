using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation;

public sealed class PlanShrinkerTests
{
    /// <summary>Without a timeout one crash is enough to wait for ever, and one fruit is enough for a crash.</summary>
    [Fact]
    public void A_salad_that_waits_for_ever_shrinks_to_one_crash_on_one_fruit()
    {
        var plan = new SimulationPlan
        {
            Seed = 3,
            Policy = SaladPolicy.Basic,
            Workers = [WorkerPlan.Mortal(), WorkerPlan.Mortal(), WorkerPlan.Healthy, WorkerPlan.Mortal() with { JoinsAt = Second }],
            Channel = ChannelPlan.Both(new OneWayPlan { Delay = Delay.Uniform(Second, 2 * Second), Duplication = 0.1 }),
        };

        SimulationPlan shrunk = PlanShrinker.Shrink(plan, PlanShrinker.Like(Simulator.Run(plan)));

        Assert.Equal(SimulationEnd.Stuck, Simulator.Run(shrunk).EndReason);
        Assert.Equal(WorkerPlan.Mortal(), Assert.Single(shrunk.Workers));
        Assert.Equal(Second, Assert.Single(shrunk.Recipe.Tasks).Duration);
        Assert.Equal(ChannelPlan.Perfect, shrunk.Channel);
    }

    /// <summary>Rules that drop every late result where the policy lets the first valid one count.</summary>
    [Fact]
    public void A_broken_promise_shrinks_to_the_one_slow_worker_and_stays_the_same_promise()
    {
        SimulationPlan plan = Broken();
        SimulationResult before = Simulator.Run(plan);

        SimulationPlan shrunk = PlanShrinker.Shrink(plan, PlanShrinker.Like(before));

        SimulationResult after = Simulator.Run(shrunk);
        Assert.Contains(after.Violations, violation => violation.Invariant == before.Violations[0].Invariant);
        Assert.Single(shrunk.Workers);
        Assert.Single(shrunk.Recipe.Tasks);
        Assert.Empty(shrunk.Faults.Outages);
        Assert.Empty(shrunk.Channel.Partitions);
    }

    [Fact]
    public void It_comes_to_the_same_plan_each_time()
    {
        SimulationPlan plan = Broken();
        Func<SimulationResult, bool> shows = PlanShrinker.Like(Simulator.Run(plan));

        Assert.Equal(
            PlanText.Write(PlanShrinker.Shrink(plan, shows)), PlanText.Write(PlanShrinker.Shrink(plan, shows)));
    }

    [Fact]
    public void Its_order_written_down_is_the_same_salad()
    {
        var plan = new SimulationPlan { Seed = 5, Workers = [WorkerPlan.Mortal(), WorkerPlan.Healthy], KeepEvents = true };
        SimulationPlan ordered = PlanShrinker.Shrink(plan, _ => true, steps: 1);

        Assert.False(ordered.Shuffled);
        Assert.Equal(
            Simulator.Run(plan).Events.Select(e => e.ToString()),
            Simulator.Run(ordered with { KeepEvents = true }).Events.Select(e => e.ToString()));
    }

    /// <summary>Each run counts; with two steps allowed the first one has used them up.</summary>
    [Fact]
    public void It_stops_when_the_steps_are_used_up()
    {
        int runs = 0;

        PlanShrinker.Shrink(new SimulationPlan(), _ => ++runs > 0, steps: 2);

        Assert.Equal(1, runs);
    }

    [Fact]
    public void What_is_not_shown_cannot_be_shrunk() =>
        Assert.Throws<ArgumentException>(() => PlanShrinker.Shrink(new SimulationPlan(), _ => false));

    /// <summary>Partitions name workers by their places: whoever is left keeps being cut off.</summary>
    [Fact]
    public void Partitions_follow_the_workers_that_are_left()
    {
        var plan = new SimulationPlan
        {
            Workers = [WorkerPlan.Healthy, WorkerPlan.Healthy, WorkerPlan.Healthy with { Prefetch = 2 }],
            Channel = new ChannelPlan { Partitions = [new Partition(Second, 9 * Second, [0, 2])] },
        };

        var fewer = SmallerPlans.WithFewerWorkers(plan).Select(smaller => (
            string.Join(' ', smaller.Workers.Select(worker => worker.Prefetch)),
            string.Join(' ', smaller.Channel.Partitions[0].Workers!)));

        Assert.Equal([("1 2", "1"), ("1 2", "0 1"), ("1 1", "0")], fewer);
    }

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static SimulationPlan Broken() => new()
    {
        Seed = 1,
        Policy = SaladPolicy.Robust with { Lease = 2 * Second, Renewal = false },
        Workers = [WorkerPlan.Healthy, WorkerPlan.Mortal(0.2), WorkerPlan.Healthy],
        Faults = new FaultPlan { Outages = [new MasterOutage(5 * Second, Second)] },
        Channel = new ChannelPlan { Partitions = [new Partition(3 * Second, 4 * Second, [1])] },
        Rules = new LateResultsDropped(),
    };

    private sealed class LateResultsDropped : RuleBook
    {
        public override AcceptDecision Accept(
            in TaskRow row, WorkerId worker, int attempt, bool valid, bool ended, SaladPolicy policy) =>
            base.Accept(row, worker, attempt, valid, ended, policy with { LateResult = LateResult.Discard });
    }
}
