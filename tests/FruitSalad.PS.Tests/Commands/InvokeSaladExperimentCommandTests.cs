using FruitSalad.Simulation;

namespace FruitSalad.PS.Tests.Commands;

public sealed class InvokeSaladExperimentCommandTests : EngineTests
{
    private const string Simulate = "Invoke-SaladExperiment -Simulate ";

    [Fact]
    public void A_seed_gives_a_salad_with_all_that_is_measured()
    {
        var run = Assert.Single(Run<ExperimentRun>(Simulate + "-Seed 7"));

        Assert.Equal((7, SimulationEnd.Completed, 11, 0.0), (run.Seed, run.EndReason, run.Executions, run.WastedWork));
        Assert.InRange(run.Makespan!.Value, 9, 11);
        Assert.Equal(run.Oracle, run.Makespan);
        Assert.Empty(run.Violations);
        Assert.Empty(run.Events);
        Assert.Null(run.Shrunk);
    }

    [Theory]
    [InlineData(Simulate + "-Seed (1..40) -CrashProbability 0.3")]
    [InlineData("1..40 | " + Simulate + "-CrashProbability 0.3")]
    public void Results_come_in_the_order_of_the_seeds_the_same_for_any_limit(string script)
    {
        var one = Run<ExperimentRun>(script + " -ThrottleLimit 1");
        var four = Run<ExperimentRun>(script + " -ThrottleLimit 4");

        Assert.Equal(Enumerable.Range(1, 40).Select(seed => (long)seed), one.Select(run => run.Seed));
        Assert.Equal(one.Select(Shown), four.Select(Shown));
    }

    [Fact]
    public void The_first_result_comes_while_others_are_still_to_be_made() => Assert.Single(
        Run($"foreach ($once in 1) {{ {Simulate}-Seed (1..100000) | ForEach-Object {{ $_; break }} }}"));

    [Fact]
    public void Shares_are_cut_for_those_who_are_there()
    {
        var runs = Run<ExperimentRun>(Simulate + "-Strategy Static -LeaseSeconds 0 -Workers 3 -Healthy 2 -CrashProbability 1 -Seed (1..20)");

        Assert.All(runs, run => Assert.Equal(SimulationEnd.Failed, run.EndReason));
        Assert.All(runs, run => Assert.InRange(run.Unfinished, 3, 4));
    }

    [Fact]
    public void A_real_share_is_lost_with_its_worker_likewise()
    {
        var run = Assert.Single(Run<ExperimentRun>(
            "Invoke-SaladExperiment -Strategy Static -LeaseSeconds 0 -Workers 3 -Healthy 2 -CrashProbability 1 -InProcess -TimeScale 0.01 -Seed 2"));

        Assert.Equal((SimulationEnd.Failed, 0), (run.EndReason, run.Violations.Count));
        Assert.InRange(run.Unfinished, 3, 4);
        Assert.True(run.WastedWork > 0);
    }

    [Fact]
    public void Without_a_master_the_same_is_measured()
    {
        var runs = Run<ExperimentRun>(Simulate + "-Strategy WorkStealing -Seed (1..50) -Workers 4 -CrashProbability 0.2 -Healthy 1");

        Assert.All(runs, run => Assert.Equal((SimulationEnd.Completed, 0), (run.EndReason, run.Violations.Count)));
        Assert.All(runs, run => Assert.True(run.Makespan > 0 && run.Messages > 11 && run.Executions >= 11));
        Assert.Contains(runs, run => run is { Executions: > 11, WastedWork: > 0 });
    }

    [Fact]
    public void Likewise_for_real()
    {
        var run = Assert.Single(Run<ExperimentRun>("Invoke-SaladExperiment -Strategy WorkStealing -InProcess -TimeScale 0.01 -Seed 3"));

        Assert.Equal((SimulationEnd.Completed, 0, 11, 0.0), (run.EndReason, run.Violations.Count, run.Executions, run.WastedWork));
        Assert.True(run.Makespan > 0 && run.Messages > 0);
        Assert.Empty(Session.Workers);
    }

    [Fact]
    public void Real_peers_that_die_waste_what_they_had_done()
    {
        string workers = "@{ CrashProbability = 1; CrashPoint = 'AfterSend' }, @{}, @{}";
        var run = Assert.Single(Run<ExperimentRun>(
            $"Invoke-SaladExperiment -InProcess -TimeScale 0.01 -Plan @{{ Seed = 3; Policy = @{{ Strategy = 'WorkStealing' }}; Workers = {workers} }}"));

        Assert.Equal((SimulationEnd.Completed, 0), (run.EndReason, run.Violations.Count));
        Assert.True(run is { Executions: >= 12, WastedWork: > 0 });
    }

    [Theory]
    [InlineData(Simulate + "-Strategy WorkStealing -Recipe AppleCrumble", nameof(Strings.StealingUnfit))]
    [InlineData(Simulate + "-Strategy WorkStealing -Replicas 3 -Quorum 2", nameof(Strings.StealingUnfit))]
    [InlineData(Simulate + "-Strategy WorkStealing -CrashProbability 0.5 -RespawnSeconds 1", nameof(Strings.StealingUnfit))]
    [InlineData("Invoke-SaladExperiment -InProcess -Strategy WorkStealing -Channel @{ Loss = 0.1 }", nameof(Strings.ExperimentNeedsSimulate))]
    [InlineData("Start-SaladMaster -Strategy WorkStealing -Port 0", nameof(Strings.StealingHasNoMaster))]
    public void What_needs_a_master_is_refused_without_one(string script, string error)
    {
        Assert.Empty(Try(script));

        Assert.Equal([error], ErrorIds);
    }

    /// <summary>The replay is a command of its own: run it, and the events are the same line by line.</summary>
    [Theory]
    [InlineData("-Seed 3 -CrashProbability 0.6 -Healthy 1 -Preset Timeout")]
    [InlineData("-Seed 3 -Recipe FruitSaladSequential -NoShuffle -Workers 2 -CrashProbability 0.25 -CrashPoint MidWork -RespawnSeconds 1.5")]
    [InlineData("-Seed 3 -LeaseSeconds 3.5 -NoRenewal -LateResult Discard -MaxAttempts 0 -HorizonSeconds 60")]
    [InlineData("-Seed 3 -Channel @{ Delay = @{ Least = 0.1; Most = 2 }; Loss = 0.1; Partition = @{ From = 2; Until = 4; Workers = 0, 1 } }")]
    [InlineData("-Seed 3 -Channel ([pscustomobject] @{ Delay = 0.5; Duplicate = 0.2 })")]
    [InlineData("-Seed 3 -Recipe (Get-SaladRecipe FruitSalad)")]
    [InlineData("-Seed 3 -Strategy WorkStealing -CrashProbability 0.2 -Healthy 1 -Channel @{ Delay = 0.1; Loss = 0.05 }")]
    [InlineData("-Plan @{ Seed = 3; Policy = @{ Strategy = 'WorkStealing' }; Workers = @{ CrashProbability = 0.3 }, @{} }")]
    [InlineData("-Plan @{ Seed = 3; Workers = @(@{ CrashProbability = 0.5 }, @{}); Recipe = @(@{ Name = 'pêche d''été'; Seconds = 2 }) }")]
    [InlineData("-Seed 3 -Mutant Tutorial -Preset Timeout -CrashProbability 0.5 -Healthy 1 -ScheduleDepth 2")]
    [InlineData("""-Plan '{"Workers":[{},{"Slowness":3}]}' -Seed 3 -LeaseSeconds 4 -NoRenewal""")]
    public void Its_replay_makes_the_same_salad_again(string parameters)
    {
        var run = Assert.Single(Run<ExperimentRun>(Simulate + parameters + " -KeepEvents"));
        var again = Assert.Single(Run<ExperimentRun>(run.Replay + " -KeepEvents"));

        Assert.NotEmpty(run.Events);
        Assert.Equal(run.Events.Select(line => line.ToJson()), again.Events.Select(line => line.ToJson()));
        Assert.Equal(Shown(run), Shown(again));
        Assert.Equal(run.Replay, again.Replay);
        Assert.DoesNotContain('\n', run.Replay);
    }

    [Fact]
    public void A_replay_of_parameters_reads_as_they_were_given() => Assert.Equal(
        Simulate + "-CrashProbability 0.6 -Healthy 1 -Preset Basic -Seed 3",
        Run<ExperimentRun>(Simulate + "-Seed 3 -Preset Basic -CrashProbability 0.6 -Healthy 1 -ThrottleLimit 1")[0].Replay);

    [Fact]
    public void A_plan_may_be_a_file_and_the_replay_does_not_need_it()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """{ "Policy": { "Preset": "Basic" }, "Workers": [ { "CrashProbability": 1 } ], "Seed": 5 }""");
        var run = Run<ExperimentRun>($"{Simulate}-Plan '{file}'")[0];
        File.Delete(file);

        Assert.Equal((5, SimulationEnd.Stuck), (run.Seed, run.EndReason));
        Assert.Equal(Shown(run), Shown(Run<ExperimentRun>(run.Replay)[0]));
    }

    [Fact]
    public void A_failure_shrinks_to_a_smaller_one_of_the_same_kind()
    {
        var run = Run<ExperimentRun>(Simulate + "-Preset Basic -CrashProbability 0.6 -Seed 1 -Shrink")[0];

        var small = Run<ExperimentRun>(run.Shrunk! + " -KeepEvents")[0];

        Assert.Equal(SimulationEnd.Stuck, small.EndReason);
        Assert.Equal(1, small.Executions);
        Assert.Single(small.Events, line => line.Kind == "Added");
    }

    /// <summary>The tutorial's own master is found out, and what it does can be read step by step.</summary>
    [Fact]
    public void The_tutorials_master_breaks_promises_that_the_real_one_keeps()
    {
        const string Salads = "-Preset Timeout -CrashProbability 0.6 -Healthy 1 -RespawnSeconds 1 -Seed (1..500)";

        var wrong = Run<ExperimentRun>(Simulate + "-Mutant Tutorial " + Salads).First(run => run.Violations.Count > 0);
        var replayed = Run<ExperimentRun>(wrong.Replay + " -KeepTrace -Shrink")[0];
        var small = Run<ExperimentRun>(replayed.Shrunk! + " -KeepTrace")[0];

        Assert.All(Run<ExperimentRun>(Simulate + Salads), run => Assert.Empty(run.Violations));
        Assert.Contains(replayed.Trace, step => step.Action == TraceAction.Broken);
        Assert.Contains(small.Violations, violation => violation.Invariant == wrong.Violations[0].Invariant);
        Assert.True(small.Trace.Count < replayed.Trace.Count);
    }

    [Fact]
    public void What_did_not_fail_has_nothing_to_shrink() =>
        Assert.Null(Run<ExperimentRun>(Simulate + "-Seed 1 -Shrink")[0].Shrunk);

    [Fact]
    public void Verbose_tells_the_events_as_log_lines_in_virtual_time()
    {
        InCulture("en-US", () => Run(Simulate + "-Seed 1 -Verbose"));

        var lines = Shell.Streams.Verbose.Select(line => line.Message).ToList();
        Assert.StartsWith("[0.000] [MASTER]", lines[0], StringComparison.Ordinal);
        Assert.Equal(11, lines.Count(line => line.Contains("[IN]", StringComparison.Ordinal) && line.Contains("came back", StringComparison.Ordinal)));
    }

    [Fact]
    public void As_many_workers_are_healthy_as_were_asked_for()
    {
        var run = Run<ExperimentRun>(Simulate + "-Workers 3 -Healthy 1 -CrashProbability 1 -MaxAttempts 0 -Seed 1 -KeepEvents")[0];

        Assert.Equal(SimulationEnd.Completed, run.EndReason);
        Assert.Single(run.Events.Where(line => line.Kind == "Accepted").Select(line => line.Worker).Distinct());
        Assert.Equal((13, 2), (run.Executions, run.Requeues));
    }

    [Theory]
    [InlineData("-Mutant Tutorial", nameof(Strings.ExperimentNeedsSimulate))]
    [InlineData("-Shrink", nameof(Strings.ExperimentNeedsSimulate))]
    [InlineData("-ScheduleDepth 2", nameof(Strings.ExperimentNeedsSimulate))]
    [InlineData("-Channel @{ Partition = @{ From = 1; Until = 2 } }", nameof(Strings.ExperimentNeedsSimulate))]
    [InlineData("-Plan @{ Workers = @{ Failure = 0.5 } }", nameof(Strings.ExperimentNeedsSimulate))]
    [InlineData("-Simulate -Healthy 4", nameof(Strings.MoreHealthyThanWorkers))]
    [InlineData("-Simulate -Recipe soup", nameof(Strings.RecipeNotFound))]
    [InlineData("-Simulate -Plan '{ \"Wrkers\": 1 }'", nameof(Strings.PlanUnfit))]
    [InlineData("-Simulate -Plan @{ Workers = 'x' }", nameof(Strings.PlanUnfit))]
    [InlineData("-Simulate -Plan ./no-such-plan.json", nameof(Strings.PlanNotRead))]
    [InlineData("-Simulate -Channel @{ Lost = 0.1 }", nameof(Strings.ChannelUnfit))]
    [InlineData("-Simulate -Channel @{ Loss = 2 }", nameof(Strings.ChannelUnfit))]
    public void What_cannot_be_made_is_one_error(string parameters, string id) =>
        Assert.Equal(id, Fail("Invoke-SaladExperiment " + parameters));

    [Fact]
    public async Task Stopping_ends_thousands_of_salads_within_a_second()
    {
        Run("$seeds = [long[]] (1..200000)");

        Assert.InRange(
            await StopInTheMiddleAsync(Simulate + "-Seed $seeds | ForEach-Object { }"), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    /// <summary>One salad alone takes long: it is stopped from inside.</summary>
    [Fact]
    public async Task Stopping_ends_one_long_salad_within_a_second() => Assert.InRange(
        await StopInTheMiddleAsync(
            Simulate + "-LeaseSeconds 3.5 -NoRenewal -LateResult Discard -MaxAttempts 0 -HorizonSeconds 1e8 -Seed 1"),
        TimeSpan.Zero, TimeSpan.FromSeconds(1));

    [Fact]
    public async Task Stopping_ends_a_real_salad_within_a_second_and_leaves_nobody_behind()
    {
        await StopInTheMiddleAsync("Invoke-SaladExperiment -InProcess -Recipe FruitSalad -TimeScale 100 -Seed 1");

        Assert.Empty(Run("Get-SaladWorker; Get-SaladMaster"));
    }

    [Fact]
    public void A_real_salad_has_results_of_the_same_form()
    {
        var run = Assert.Single(Run<ExperimentRun>("$run = Invoke-SaladExperiment -InProcess -TimeScale 0.01 -Seed 7 -KeepEvents; $run"));
        var simulated = Run<ExperimentRun>(Simulate + "-Seed 7")[0];

        Assert.Equal(
            (7, SimulationEnd.Completed, 0, simulated.Oracle), (run.Seed, run.EndReason, run.Unfinished, run.Oracle));
        Assert.InRange(run.Executions, 11, 100);
        Assert.InRange(run.Makespan!.Value, simulated.Makespan!.Value, 1000);
        Assert.InRange(run.Messages, 2 * (11 + 3), 10_000);
        Assert.Empty(run.Violations);
        Assert.Equal(11, run.Events.Count(line => line.Kind is "Accepted" or "LateAccepted"));
        Assert.Empty(Run("$run | Test-SaladHistory"));
        Assert.Equal("Invoke-SaladExperiment -TimeScale 0.01 -InProcess -Seed 7", run.Replay);
        Assert.Empty(Run("Get-SaladWorker; Get-SaladMaster"));
    }

    [Fact]
    public void A_real_salad_that_nobody_is_left_for_ends_with_what_it_lacks()
    {
        var run = Run<ExperimentRun>(
            "Invoke-SaladExperiment -InProcess -TimeScale 0.01 -Workers 2 -CrashProbability 1 -Preset Timeout -IdleSeconds 100 -Seed 1")[0];

        Assert.Equal((SimulationEnd.Idle, 11, 2, 2), (run.EndReason, run.Unfinished, run.Executions, run.Requeues));
        Assert.InRange(run.WastedWork, 0.5, double.MaxValue);
    }

    [Fact]
    public void A_real_salad_that_never_ends_is_stuck_at_the_horizon()
    {
        var run = Run<ExperimentRun>(
            "Invoke-SaladExperiment -InProcess -TimeScale 0.01 -Preset Basic -CrashProbability 1 -HorizonSeconds 200 -Seed 1")[0];

        Assert.Equal((SimulationEnd.Stuck, null, 11), (run.EndReason, run.Makespan, run.Unfinished));
    }

    [Fact]
    public void A_real_channel_loses_what_it_is_told_to_and_the_salad_is_served()
    {
        var run = Run<ExperimentRun>(
            "Invoke-SaladExperiment -InProcess -TimeScale 0.05 -Channel @{ Delay = @{ Least = 0; Most = 1 }; Loss = 0.1; Duplicate = 0.05 }" +
            " -LeaseSeconds 30 -MaxAttempts 0 -IdleSeconds 0 -LongPollSeconds 5 -Seed 3 -KeepEvents")[0];

        Assert.Equal((SimulationEnd.Completed, 0), (run.EndReason, run.Unfinished));
        Assert.Empty(run.Violations);
    }

    private static object Shown(ExperimentRun run) => (
        run.Seed, run.EndReason, run.Makespan, run.Oracle, run.Executions, run.WastedWork, run.Requeues, run.LateResults,
        run.Violations.Count);
}
