using System.Globalization;
using System.Text.Json;
using FruitSalad.Faults;
using FruitSalad.History;
using FruitSalad.Simulation;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation;

/// <summary>The tutorial's master works, mostly; and the checkers catch what it does wrong, each time again.</summary>
public class TutorialMasterTests
{
    private const int Replays = 100;
    private static readonly WorkerPlan Mortal = WorkerPlan.Mortal() with { RespawnsAfter = TimeSpan.FromSeconds(1) };
    private static readonly SimulationPlan Tutorial = new() { Policy = SaladPolicy.Timeout, Mutant = Mutant.Tutorial };

    private static readonly SimulationPlan Mortals = Tutorial with
    {
        Workers = [WorkerPlan.Mortal(), WorkerPlan.Mortal(), WorkerPlan.Healthy],
    };

    /// <summary>Whoever crashes is replaced a second later: more timers ring while others ask.</summary>
    private static readonly SimulationPlan Replaced = Tutorial with
    {
        Workers = [Mortal, Mortal, WorkerPlan.Healthy],
    };

    /// <summary>What it does wrong, and how the checker says so.</summary>
    public static TheoryData<string, string> Mistakes => new()
    {
        { "S2", "was announced as Completed" },
        { "S2", "was announced twice" },
        { "S2", "after the end" },
        { "S7", "was sent home" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_found_within_a_few_seeds_and_replayed_each_time(string invariant, string message)
    {
        bool Shows(Violation violation) =>
            violation.Invariant == invariant && violation.Message.Contains(message, StringComparison.Ordinal);

        SimulationResult found = Simulator.Sweep(Replaced, Seeds(5_000)).First(result => result.Violations.Any(Shows));
        TestContext.Current.TestOutputHelper!.WriteLine($"{invariant} '{message}': seed {found.Seed}");

        SimulationPlan plan = Replaced with { Seed = found.Seed, KeepEvents = true, KeepTrace = true };
        string first = JsonSerializer.Serialize(Simulator.Run(plan));
        Assert.All(Enumerable.Range(0, Replays), _ => Assert.Equal(first, JsonSerializer.Serialize(Simulator.Run(plan))));
        Assert.Contains(Simulator.Run(plan).Violations, Shows);
    }

    [Fact]
    public void A_fruit_is_missing_because_it_is_in_no_list_between_two_holds_of_the_lock()
    {
        SimulationResult result = Simulator.Sweep(Tutorial with { KeepTrace = true }, Seeds(5_000))
            .First(each => each.Violations.Any(v => v.Message.Contains("announced as Completed", StringComparison.Ordinal)));

        TraceStep[] steps = [.. result.Trace];
        int served = Array.FindIndex(steps, step => step.Action == TraceAction.Serve);
        TraceStep serve = steps[served];

        // The story: somebody took the fruit off one list; both lists are found empty; and the fruit comes back.
        TraceStep taken = steps.Take(served).Last(step => step.Action is TraceAction.Pop or TraceAction.TimerRemove);
        TraceStep back = steps.Skip(served).First(step =>
            step.Action is TraceAction.Append or TraceAction.TimerAppend && step.TaskId == taken.TaskId);
        Assert.Empty(serve.ToDo!);
        Assert.Empty(serve.InProgress!);
        Assert.Equal((serve.Time, taken.TaskId), (taken.Time, back.TaskId));
        Assert.Equal(TraceAction.Broken, steps[served + 1].Action);
        Assert.StartsWith("S2: ", steps[served + 1].Violation, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, steps.Length), steps.Select(step => step.Number));
    }

    [Fact]
    public void A_step_is_told_in_the_language_of_whoever_reads_it()
    {
        TraceStep step = new(7, TimeSpan.FromSeconds(3), TraceAction.Pop)
        {
            AtMaster = true,
            Worker = "W-2",
            TaskId = 4,
            TaskName = "poire",
            ToDo = [1, 0],
            InProgress = [],
        };
        CultureInfo before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
            Assert.Equal(
                "   7.    3.000 s  MASTER (for W-2): locks, takes 1 poire (T-04) off the to-do list, unlocks: "
                + "it is on no list now. To do: T-01 T-00. In progress: nothing.", step.ToString());
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("fr");
            Assert.Contains("MAITRE (pour W-2)", step.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void It_does_what_the_tutorial_says_in_most_runs()
    {
        SimulationResult[] runs = [.. Simulator.Sweep(Mortals, Seeds(500))];
        SimulationResult[] basic = [.. Simulator.Sweep(Mortals with { Policy = SaladPolicy.Basic }, Seeds(500))];

        // Chapter 7 serves the salad in spite of the crashes; chapter 5 never does, since somebody always crashes.
        Assert.All(runs, run => Assert.Equal(SimulationEnd.Completed, run.EndReason));
        Assert.True(basic.Count(run => run.EndReason == SimulationEnd.Stuck) > 490);
    }

    [Fact]
    public void Of_the_real_master_the_same_plan_breaks_no_promise()
    {
        SimulationPlan right = Mortals with { Mutant = Mutant.None, KeepTrace = true };

        Assert.All(Simulator.Sweep(right, Seeds(500)), result =>
        {
            Assert.Empty(result.Violations);
            Assert.NotEmpty(result.Trace);
            Assert.DoesNotContain(result.Trace, step => step.Action == TraceAction.Broken);
        });
    }

    [Fact]
    public void Each_action_has_its_text()
    {
        TraceAction[] actions = [.. Enum.GetValues<TraceAction>().Where(action => action != TraceAction.None)];

        Assert.All(actions, action => Assert.Contains(": ", new TraceStep(1, default, action).ToString(), StringComparison.Ordinal));
    }

    private static IEnumerable<long> Seeds(int count) => Enumerable.Range(1, count).Select(seed => (long)seed);
}
