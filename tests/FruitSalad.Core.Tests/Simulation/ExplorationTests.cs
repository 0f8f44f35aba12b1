using FruitSalad.Core.Tests.Simulation.Mutants;
using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation;

/// <summary>Small salads in every order in which their steps can come.</summary>
public class ExplorationTests
{
    /// <summary>Two tasks, two workers, a lease that can expire once, a death at any moment.</summary>
    private static readonly SimulationPlan World = new()
    {
        Recipe = Recipe.Of("two", ("pomme", 0), ("poire", 0)),
        Shuffled = false,
        Workers = [WorkerPlan.Healthy with { DiesAt = TimeSpan.Zero }, WorkerPlan.Healthy],
        Policy = SaladPolicy.Robust with
        {
            Lease = TimeSpan.FromSeconds(1),
            Renewal = false,
            IdleLimit = null,
            Poll = TimeSpan.FromSeconds(20),
            LongPoll = TimeSpan.Zero,
        },
        Horizon = TimeSpan.FromSeconds(1.5),
    };

    private static readonly (string Name, SimulationPlan Plan)[] Worlds =
    [
        ("2 tasks, 2 workers, 1 death, 1 expiry, polling", World),
        ("the same, waiting at the master", World with
        {
            Policy = World.Policy with { LongPoll = TimeSpan.FromSeconds(20) },
        }),
        ("the same, a death in the middle of the work, no expiry", World with
        {
            Recipe = Recipe.Of("two", ("pomme", 1), ("poire", 1)),
            Policy = World.Policy with { Lease = TimeSpan.FromSeconds(5) },
            Horizon = TimeSpan.FromSeconds(1.5),
        }),
        ("2 tasks, one after the other, 2 workers, 1 expiry, Discard", World with
        {
            Recipe = new Recipe("chain", [new(0, "dough", default), new(1, "apples", default) { DependsOn = [0] }]),
            Workers = [WorkerPlan.Healthy, WorkerPlan.Healthy],
            Policy = World.Policy with { LateResult = LateResult.Discard },
        }),
        ("1 task, 2 workers, 1 death, 1 expiry, CreditHolder, 1 attempt", World with
        {
            Recipe = Recipe.Of("one", ("pomme", 0)),
            Policy = World.Policy with { LateResult = LateResult.CreditHolder, MaxAttempts = 1 },
        }),
    ];

    public static TheoryData<string> Names => [.. Worlds.Select(world => world.Name)];

    /// <summary>Those of the mutants that a world as small as this can show.</summary>
    public static TheoryData<string> Wrong =>
    [
        "claim-same-attempt", "claim-first-holder", "expire-not-requeued", "expire-uncharged", "lose-kept", "lose-uncharged",
        "accept-other-repeated", "accept-not-while-held", "accept-late-as-held", "accept-credit-wrong-attempt", "end-twice",
        "end-over-leases", "end-over-ready", "store-lock-split", "store-result-lost", "store-sent-home",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_order_of_steps_breaks_a_promise(string world)
    {
        ExplorationResult result = Simulator.Explore(Worlds.Single(each => each.Name == world).Plan);

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{world}: {result.Schedules:N0} schedules, {result.States:N0} states, {result.Steps:N0} steps");
        Assert.Empty(result.Violations);
        Assert.Empty(result.FirstTrace);
        Assert.True(result.Schedules > result.States);
        Assert.True(result.States > 2_000, $"{result.States} states");
    }

    [Fact]
    public void One_worker_alone_has_one_schedule_and_a_death_one_more_for_each_step()
    {
        SimulationPlan alone = World with { Workers = [WorkerPlan.Healthy], Horizon = TimeSpan.FromSeconds(0.5) };
        ExplorationResult calm = Simulator.Explore(alone);
        ExplorationResult deadly = Simulator.Explore(alone with { Workers = [WorkerPlan.Healthy with { DiesAt = TimeSpan.Zero }] });

        Assert.Equal(1, calm.Schedules);
        Assert.Equal(calm.Steps + 1, calm.States);
        Assert.True(deadly.Schedules > calm.Steps);
    }

    [Fact]
    public void Schedule_by_schedule_there_are_as_many_and_they_lead_through_the_same_states()
    {
        SimulationPlan small = World with { Recipe = Recipe.Of("one", ("pomme", 0)), Horizon = TimeSpan.FromSeconds(0.5) };

        ExplorationResult merged = Simulator.Explore(small);
        ExplorationResult each = new Exploration(small, merge: false).Run(default);

        Assert.Equal((merged.Schedules, merged.States), (each.Schedules, each.States));
        Assert.True(each.Steps > 10 * merged.Steps);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_rule_is_found_and_the_schedule_told(string mutant)
    {
        Mutation mutation = Mutation.All.Single(each => each.Name == mutant);

        ExplorationResult result = Simulator.Explore(World with { Rules = mutation.Rules, Disturbed = mutation.Store });

        Assert.NotEmpty(result.Violations);
        Assert.Equal(
            result.Violations.Select(violation => violation.ToString()),
            result.FirstTrace.Where(step => step.Action == TraceAction.Broken).Select(step => step.Violation));
    }

    [Fact]
    public void The_tutorials_master_is_caught_and_the_schedule_told()
    {
        ExplorationResult result = Simulator.Explore(World with { Mutant = Mutant.Tutorial });

        Assert.Contains(result.Violations, violation => violation.Invariant is "S2" or "S7");
        Assert.Equal(TraceAction.Broken, result.FirstTrace[^1].Action);
    }

    [Fact]
    public void A_channel_that_delays_or_loses_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Simulator.Explore(World with
        {
            Channel = ChannelPlan.Delayed(Delay.Constant(TimeSpan.FromSeconds(1))),
        }));
        Assert.Throws<ArgumentException>(() => Simulator.Explore(World with
        {
            Channel = ChannelPlan.Both(new OneWayPlan { Loss = 0.1 }),
        }));
    }
}
