using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Simulation.Stealing;
using FruitSalad.Stealing;
using FruitSalad.Tasks;
using FruitSalad.Tests;

namespace FruitSalad.Core.Tests.Stealing;

/// <summary>Whole salads without a master, under virtual time.</summary>
public class StealingTests
{
    private const int Seeds = 500;

    [Fact]
    public void With_one_crash_nothing_is_lost_and_nothing_counts_twice() => CompleteAll(StealingSeeds.OneCrash);

    [Fact]
    public void Nor_where_messages_are_lost_doubled_and_mixed_up() => CompleteAll(StealingSeeds.Lossy);

    [Fact]
    public void A_cut_makes_two_salads_and_the_first_valid_result_of_a_task_counts()
    {
        for (long seed = 1; seed <= Seeds; seed++)
        {
            SimulationPlan plan = StealingSeeds.OneCrash(seed) with
            {
                Workers = [new(), new(), new(), new()],
                Channel = new() { Partitions = [new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(40), [1, 3])] },
                KeepEvents = true,
            };
            SimulationResult result = new StealingRun(plan).Run();
            Assert.Empty(result.Violations);
            Assert.Equal(SimulationEnd.Completed, result.EndReason);
            Assert.True(result.Executions > plan.Recipe.Tasks.Count);
        }
    }

    [Fact]
    public void Two_hundred_tasks_of_one_peer_take_about_as_long_as_where_a_master_hands_them_out()
    {
        double pulled = 0;
        double stolen = 0;
        for (long seed = 1; seed <= 30; seed++)
        {
            (SimulationResult pull, SimulationResult stealing) = StealingSeeds.Skewed(seed);
            Assert.Empty(stealing.Violations);
            Assert.Equal(pull.Oracle, stealing.Oracle);
            Assert.Equal((200, TimeSpan.Zero), (stealing.Executions, stealing.WastedWork));
            pulled += pull.Makespan!.Value.TotalSeconds;
            stolen += stealing.Makespan!.Value.TotalSeconds;
        }

        Assert.InRange(stolen / pulled, 0.9, 1.1);
    }

    [Fact]
    public void A_plan_says_by_its_policy_that_there_is_no_master()
    {
        var plan = new SimulationPlan { Policy = SaladPolicy.Robust with { Strategy = Strategy.WorkStealing }, Seed = 5 };
        SimulationPlan read = PlanText.Read(PlanText.Write(plan));
        SimulationResult result = Simulator.Run(read);
        Assert.Equal(Strategy.WorkStealing, result.Policy.Strategy);
        Assert.Equal((SimulationEnd.Completed, 11, TimeSpan.Zero), (result.EndReason, result.Executions, result.WastedWork));
        Assert.True(result.Messages > 0);
        Assert.InRange(result.Makespan!.Value, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(11));
    }

    [Fact]
    public void What_needs_a_master_is_refused_without_one()
    {
        SimulationPlan plan = new() { Policy = SaladPolicy.Robust with { Strategy = Strategy.WorkStealing } };
        SimulationPlan[] unfit =
        [
            plan with { Recipe = Recipe.AppleCrumble },
            plan with { Workers = [new() { JoinsAt = TimeSpan.FromSeconds(1) }] },
            plan with { Workers = [new() { RespawnsAfter = TimeSpan.FromSeconds(1) }] },
            plan with { Workers = [new() { Lie = 0.5 }] },
            plan with { Policy = plan.Policy with { Replicas = 3, Quorum = 2 } },
            plan with { Policy = plan.Policy with { RetryDelay = TimeSpan.FromSeconds(1) } },
            plan with { Offspring = 0.1 },
            plan with { Masters = 2 },
            plan with { KeepOpen = true },
            plan with { Mutant = Mutant.Tutorial },
            plan with { Faults = new FaultPlan { OwnerActs = [(TimeSpan.FromSeconds(1), OwnerAct.Add)] } },
        ];
        Assert.All(unfit, bad => Assert.Throws<ArgumentException>(() => Simulator.Run(bad)));
        Assert.Throws<ArgumentException>(() => Simulator.Explore(plan));
    }

    [Fact]
    public void The_same_seed_gives_the_same_salad()
    {
        for (long seed = 1; seed <= 20; seed++)
        {
            SimulationPlan plan = StealingSeeds.Lossy(seed) with { KeepEvents = true };
            SimulationResult one = new StealingRun(plan).Run();
            SimulationResult other = new StealingRun(plan).Run();
            Assert.Equal((one.Steps, one.Messages, one.Makespan, one.WastedWork), (other.Steps, other.Messages, other.Makespan, other.WastedWork));
            Assert.Equal(one.Events.Select(e => e.ToString()), other.Events.Select(e => e.ToString()));
        }
    }

    [Fact]
    public void Every_step_is_told()
    {
        SimulationPlan plan = StealingSeeds.OneCrash(1) with
        {
            Workers = [new() { DiesAt = TimeSpan.FromSeconds(3) }, new() { Failure = 0.5 }, new()],
            Recipe = Recipe.FruitSalad,
            SameMachine = true,
            KeepTrace = true,
        };
        SimulationResult result = new StealingRun(plan).Run();
        Assert.Equal(SimulationEnd.Completed, result.EndReason);
        TraceStep[] steps = [.. result.Trace];
        Assert.Equal(Enumerable.Range(1, steps.Length), steps.Select(step => step.Number));
        Assert.Equal(
            Enumerable.Range(0, 11),
            steps.Where(step => step is { Gathers: true, Action: TraceAction.Result }).Select(step => step.TaskId).Distinct().Order());
        TraceAction[] expected =
        [
            TraceAction.Start, TraceAction.Kill, TraceAction.Work, TraceAction.Spoil, TraceAction.Steal, TraceAction.Get,
            TraceAction.GetNothing, TraceAction.Token, TraceAction.Hear, TraceAction.Gone, TraceAction.Mourn, TraceAction.Over,
            TraceAction.Harvest, TraceAction.Ring,
        ];
        Assert.Empty(expected.Except(steps.Select(step => step.Action)));
        int killed = Array.FindIndex(steps, step => step.Action == TraceAction.Kill);
        Assert.DoesNotContain(steps.Skip(killed + 1), step => step.Worker == steps[killed].Worker);
        TraceStep mourns = steps.First(step => step.Action == TraceAction.Mourn);
        Assert.Equal(steps[killed].Worker, mourns.Other);
        Assert.EndsWith($"{mourns.Worker}: takes {mourns.Other} for dead.", mourns.ToString(), StringComparison.Ordinal);
        Assert.Empty(new StealingRun(plan with { KeepTrace = false }).Run().Trace);
    }

    [Fact]
    public void Alone_or_with_nothing_to_do_it_ends_as_well()
    {
        var alone = new SimulationPlan { Workers = [new()] };
        Assert.Equal(TimeSpan.FromSeconds(26), new StealingRun(alone).Run().Makespan);
        SimulationResult crowd = new StealingRun(new SimulationPlan { Workers = [.. Enumerable.Repeat(new WorkerPlan(), 30)] }).Run();
        Assert.Empty(crowd.Violations);
        Assert.Equal(11, crowd.Executions);
        Assert.Equal(TimeSpan.FromSeconds(4), crowd.Makespan);
    }

    [Fact]
    public void When_all_have_died_the_salad_ends_for_want_of_anybody()
    {
        SimulationResult result = new StealingRun(new SimulationPlan { Workers = [.. Enumerable.Repeat(WorkerPlan.Mortal(1), 3)] }).Run();
        Assert.Empty(result.Violations);
        Assert.Equal((SimulationEnd.Idle, 3), (result.EndReason, result.Executions));
    }

    [Theory]
    [InlineData(1, SimulationEnd.Failed, 11)]
    [InlineData(3, SimulationEnd.Failed, 33)]
    public void A_task_that_always_fails_is_tried_so_often_wherever_it_goes(int attempts, SimulationEnd end, int executions)
    {
        var plan = new SimulationPlan
        {
            Workers = [.. Enumerable.Repeat(new WorkerPlan { Failure = 1 }, 3)],
            Policy = SaladPolicy.Robust with { MaxAttempts = attempts },
        };
        for (long seed = 1; seed <= 50; seed++)
        {
            SimulationResult result = new StealingRun(plan with { Seed = seed }).Run();
            Assert.Empty(result.Violations);
            Assert.Equal((end, executions, 11), (result.EndReason, result.Executions, result.Unfinished));
        }
    }

    [Fact]
    public void What_fails_now_and_then_is_served_in_the_end_though_one_dies() => CompleteAll(StealingSeeds.Failing);

    [Fact]
    public void Every_wrong_decision_is_found()
    {
        ITestOutputHelper output = TestContext.Current.TestOutputHelper!;
        var survivors = new List<string>();
        foreach ((string wrong, StealRules rules) in WrongSteals.All)
        {
            (long seed, string? found) = Find(rules);
            output.WriteLine($"{wrong,-50} {seed,5}  {found ?? "-"}");
            if (found is null)
            {
                survivors.Add(wrong);
            }
        }

        Assert.Empty(survivors);
    }

    private static (long Seed, string? Found) Find(StealRules rules)
    {
        for (long seed = 1; seed <= 3000; seed++)
        {
            SimulationPlan plan = (seed % 2 == 0 ? StealingSeeds.OneCrash(seed) : StealingSeeds.Lossy(seed))
                with { Horizon = TimeSpan.FromMinutes(10) };
            SimulationResult result = new StealingRun(plan, rules: rules).Run();
            if (result.Violations is [{ } first, ..])
            {
                return (seed, first.Invariant);
            }
        }

        return (0, null);
    }

    private static void CompleteAll(Func<long, SimulationPlan> plan)
    {
        for (long seed = 1; seed <= Seeds; seed++)
        {
            SimulationResult result = new StealingRun(plan(seed)).Run();
            Assert.True(
                result is { EndReason: SimulationEnd.Completed, Violations: [] },
                $"Seed {seed}: {result.EndReason} {string.Join(' ', result.Violations)}");
        }
    }
}
