using FruitSalad.Contract;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.PS.Tests.Commands;

/// <summary>Get-, Add-, Restart-, Stop-SaladTask and Complete-Salad.</summary>
public sealed class SaladTaskCommandsTests : EngineTests
{
    private const string Open = "$m = Start-SaladMaster -Port 0 -KeepOpen -TimeScale 0.01 -WarningAction Ignore; ";

    [Fact]
    public void Tasks_are_added_from_objects_until_the_salad_is_complete()
    {
        Run(Open + "@([pscustomobject] @{ Name = 'a'; Seconds = 1 }, [pscustomobject] @{ Name = 'b'; Seconds = 2 }) | Add-SaladTask $m");
        var added = Run<TaskEntry>("$m | Add-SaladTask -Name c -Seconds 3 -Payload @{ k = 1, 2 } -DependsOn 0 -PassThru");
        Assert.Equal((2, "c", 3.0, TaskState.Blocked), (added[0].Id, added[0].Name, added[0].Seconds, added[0].State));
        Assert.False(Run<MasterStatus>("Get-SaladStatus")[0].Closed);

        Assert.Same(Session.Masters[0], Run<SaladMasterHandle>("Complete-Salad -PassThru")[0]);
        Serve(Session.Masters[0]);

        Assert.Equal((EndReason.Completed, 3), (Run<MasterStatus>("Wait-Salad -TimeoutSeconds 20")[0].EndReason, Run("Receive-SaladResult").Count));
    }

    [Fact]
    public void The_same_request_adds_once()
    {
        Run(Open + "1..2 | ForEach-Object { Add-SaladTask -Master $m -Name a -Request once }");

        Assert.Single(Run("Get-SaladTask"));
    }

    [Fact]
    public void A_closed_salad_takes_none_and_says_what_to_do()
    {
        Try(Start + "Add-SaladTask $m kiwi 2");

        Assert.Equal([nameof(Strings.SaladClosed)], ErrorIds);
        Assert.Contains("-KeepOpen", Shell.Streams.Error[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(11, Run("Get-SaladTask").Count);
    }

    [Fact]
    public void A_salad_that_has_ended_goes_on_in_a_new_round()
    {
        Serve(Run<SaladMasterHandle>(Start + "$m")[0]);

        Run("Add-SaladTask -Name kiwi -Seconds 1");

        var status = Run<MasterStatus>("Get-SaladStatus")[0];
        Assert.Equal((2, SaladState.Waiting, 12), (status.Round, status.State, status.Total));
    }

    [Fact]
    public async Task What_depends_on_a_dead_task_names_it()
    {
        var master = Run<SaladMasterHandle>(
            "$m = Start-SaladMaster -Port 0 -Task @{ Name = 'a' }, @{ Name = 'b'; DependsOn = 0 } -MaxAttempts 1 -DisconnectGraceSeconds 0; $m")[0];
        await WorkAsync(master, plan: new CrashPlan { Probability = 1 });
        Run("Wait-Salad -TimeoutSeconds 20");

        Assert.Equal([null, 0], Run<TaskEntry>("Get-SaladTask").Select(task => task.BlockedBy));
    }

    [Fact]
    public async Task What_a_task_asks_for_comes_from_parameters_and_from_objects()
    {
        const string Asked = "Priority = 3; DelaySeconds = 3600; RunLimitSeconds = 5; MaxAttempts = 0; Label = 'gpu', 'eu'";
        Run("$m = Start-SaladMaster -Port 0 -KeepOpen -WarningAction Ignore -Task @{ Name = 'a'; " + Asked + " }");
        Run("[pscustomobject] @{ Name = 'b'; " + Asked + " } | Add-SaladTask $m");
        Run("Add-SaladTask $m c -Priority 3 -DelaySeconds 3600 -RunLimitSeconds 5 -MaxAttempts 0 -Label gpu, eu");
        Run("Add-SaladTask $m d -Label gpu");

        var tasks = Run<TaskEntry>("Get-SaladTask");
        Assert.All(tasks[..3], task =>
        {
            Assert.Equal((TaskState.Blocked, 3, false), (task.State, task.Priority, task.Unplaced));
            Assert.Equal(["gpu", "eu"], task.Label);
            Assert.InRange(task.Due!.Value.TotalMinutes, 59, 60);
        });
        Assert.Equal((TaskState.Ready, true, 1), (tasks[3].State, tasks[3].Unplaced, Run<MasterStatus>("Get-SaladStatus")[0].Unplaced));
        var events = (await Session.Masters[0].Calls.GetEventsAsync(new EventQuery(), default)).Events;
        Assert.Equal(3, events.Count(e => e.Options is { RunLimit.TotalSeconds: 5, MaxAttempts: 0 }));
    }

    [Theory]
    [InlineData("Seconds = 'long'")]
    [InlineData("DelaySeconds = -1")]
    [InlineData("RunLimitSeconds = 1e300")]
    [InlineData("DelaySeconds = [double]::NaN")]
    [InlineData("MaxAttempts = -1")]
    [InlineData("Label = ' '")]
    [InlineData("Label = 1..17")]
    public void What_no_task_can_ask_for_is_refused_before_the_start(string asked)
    {
        Assert.Equal(nameof(Strings.TasksUnfit), Fail($"Start-SaladMaster -Port 0 -Task @{{ Name = 'a'; {asked} }}"));
        Assert.Empty(Session.Masters);
    }

    [Theory]
    [InlineData("-MaxAttempts -1")]
    [InlineData("-RunLimitSeconds 1e7")]
    [InlineData("-DelaySeconds -1")]
    [InlineData("-Label ''")]
    public void What_no_task_can_ask_for_is_no_parameter(string asked)
    {
        Run(Open);

        Assert.Equal("ParameterArgumentValidationError", Fail($"Add-SaladTask a {asked}"));
        Assert.Equal("ParameterArgumentValidationError", Fail($"New-SaladTask a {asked}"));
    }

    [Fact]
    public void A_worker_offers_its_labels()
    {
        Run("$m = Start-SaladMaster -Port 0 -Task @{ Name = 'a'; Label = 'gpu' } -WarningAction Ignore; $null = $m | Start-SaladWorker -InProcess -Label gpu");

        Assert.Equal(EndReason.Completed, Run<MasterStatus>("Wait-Salad -TimeoutSeconds 20")[0].EndReason);
        Assert.Equal(["gpu"], Run<MasterStatus>("Get-SaladStatus")[0].Workers[0].Labels);
    }

    [Fact]
    public void A_call_out_of_bounds_is_refused_by_name()
    {
        Try(Open + "Add-SaladTask -Name a -DependsOn 5");

        Assert.Equal([nameof(Strings.CallRefused)], ErrorIds);
    }

    [Fact]
    public void Tasks_are_found_by_state_and_number()
    {
        Run(Start);

        Assert.Equal([3, 5], Run<TaskEntry>("Get-SaladTask -Id 3, 5").Select(task => task.Id));
        Assert.Equal(11, Run("Get-SaladTask -State Ready").Count);
        Assert.Equal(11, Run("Get-SaladTask -State Ready, Done").Count);
        Assert.Empty(Run("Get-SaladTask -State Done"));
        Assert.Empty(Try("Get-SaladTask -Id 99"));
        Assert.Equal([nameof(Strings.TaskNotFound)], ErrorIds);
    }

    [Fact]
    public async Task A_dead_task_gets_new_attempts_by_pipeline()
    {
        var master = Run<SaladMasterHandle>("$m = Start-SaladMaster -Port 0 -Task a, b -MaxAttempts 1 -DisconnectGraceSeconds 0; $m")[0];
        await WorkAsync(master, plan: new CrashPlan { Probability = 1 });
        await WorkAsync(master, ordinal: 1);
        Assert.Equal((EndReason.Failed, 1), (Run<MasterStatus>("Wait-Salad -TimeoutSeconds 20")[0].EndReason, Run("Get-SaladTask -State Dead").Count));

        Run("Get-SaladTask -State Dead | Restart-SaladTask -WhatIf");
        Assert.Single(Run("Get-SaladTask -State Dead"));
        var again = Assert.Single(Run<TaskEntry>("Get-SaladTask -State Dead | Restart-SaladTask -PassThru"));
        Assert.Equal(TaskState.Ready, again.State);

        await WorkAsync(master, ordinal: 2);
        Assert.Equal(EndReason.Completed, Run<MasterStatus>("Wait-Salad -TimeoutSeconds 20")[0].EndReason);
    }

    [Fact]
    public void A_withdrawn_task_is_dead_until_it_is_restarted()
    {
        Run(Start);

        Run("Get-SaladTask | Stop-SaladTask -WhatIf");
        Assert.Empty(Run("Get-SaladTask -State Dead"));
        TaskEntry withdrawn = Assert.Single(Run<TaskEntry>("Stop-SaladTask -Id 1 -PassThru"));
        Assert.Equal((1, TaskState.Dead), (withdrawn.Id, withdrawn.State));

        Try("Stop-SaladTask -Id 1, 99");
        Assert.Equal([nameof(Strings.TaskIsOver), nameof(Strings.TaskNotFound)], ErrorIds);
        Assert.Equal(TaskState.Ready, Assert.Single(Run<TaskEntry>("Restart-SaladTask -Id 1 -PassThru")).State);
    }

    [Fact]
    public void Only_dead_tasks_can_be_restarted()
    {
        Run(Start);

        Try("Restart-SaladTask -Id 1, 99");

        Assert.Equal([nameof(Strings.TaskNotDead), nameof(Strings.TaskNotFound)], ErrorIds);
    }

    [Fact]
    public void WhatIf_adds_and_completes_nothing()
    {
        Run(Open + "Add-SaladTask $m a -WhatIf; Complete-Salad -WhatIf");

        Assert.Equal((0, false), (Run<MasterStatus>("Get-SaladStatus")[0].Total, Run<MasterStatus>("Get-SaladStatus")[0].Closed));
    }
}
