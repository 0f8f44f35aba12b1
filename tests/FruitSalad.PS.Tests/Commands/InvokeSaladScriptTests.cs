using System.Management.Automation;
using FruitSalad.Contract;
using FruitSalad.PS.Scripts;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

/// <summary>Invoke-Salad with a script block, its workers threads of this process.</summary>
public sealed class InvokeSaladScriptTests : EngineTests
{
    private const string Here = " -Workers 2 -InProcess";

    [Fact]
    public void Results_come_in_the_order_of_the_items()
    {
        Assert.Equal(Enumerable.Range(1, 300).Select(i => 2 * i), Run<int>("1..300 | Invoke-Salad { $_ * 2 }" + Here));
        Assert.Equal([3, 6], Run<int>("1..2 | Invoke-Salad { param($n) $n * 3 } -ThrottleLimit 1 -InProcess"));
        Assert.Empty(Run("@() | Invoke-Salad { $_ }" + Here));
        Assert.Equal([5], Run<int>("Invoke-Salad { 5 }" + Here));
    }

    [Fact]
    public void As_completed_a_late_item_holds_up_nobody()
    {
        // The first item waits for the file that is written when the second one is there.
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var results = Run<int>($$"""
                1, 2 | Invoke-Salad -AsCompleted -Workers 2 -InProcess {
                    while ($_ -eq 1 -and -not [System.IO.File]::Exists('{{file}}')) { [System.Threading.Thread]::Sleep(10) }
                    $_
                } | ForEach-Object { [System.IO.File]::WriteAllText('{{file}}', ''); $_ }
                """);

            Assert.Equal([2, 1], results);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void An_error_is_the_items_and_the_others_go_on()
    {
        var results = Try("1..4 | Invoke-Salad { if ($_ % 2) { throw \"odd $_\" }; $_ }" + Here);

        Assert.Equal([2, 4], results.Select(result => result.BaseObject));
        Assert.Equal(["ItemFailed", "ItemFailed"], ErrorIds);
        ErrorRecord first = Shell.Streams.Error[0];
        Assert.Equal(("odd 1", 1), (first.Exception.Message, ((PSObject)first.TargetObject).BaseObject));
        Assert.Contains("line 1", ((ScriptItemException)first.Exception).ScriptStackTrace, StringComparison.Ordinal);
        Assert.Contains("odd 1", first.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_error_action_stop_the_first_error_ends_it_and_leaves_nothing()
    {
        Assert.Throws<ActionPreferenceStopException>(() => Try("1..100 | Invoke-Salad { throw 'no' } -ErrorAction Stop" + Here));

        Assert.Empty(Session.Workers);
        Assert.Empty(Session.Masters);
    }

    [Fact]
    public void Streams_come_back_as_the_streams_that_they_were()
    {
        Run("1 | Invoke-Salad { & { [CmdletBinding()] param() $PSCmdlet.WriteWarning('w'); $PSCmdlet.WriteVerbose('v'); "
            + "$PSCmdlet.WriteInformation('i', 'tag') } } -Verbose" + Here);

        Assert.Equal("w", Assert.Single(Shell.Streams.Warning).Message);
        Assert.Contains(Shell.Streams.Verbose, verbose => verbose.Message == "v");
        InformationRecord information = Assert.Single(Shell.Streams.Information);
        Assert.Equal(("i", "tag"), (information.MessageData.ToString(), Assert.Single(information.Tags)));
    }

    [Fact]
    public void Without_verbose_nothing_verbose_is_sent()
    {
        Run("1 | Invoke-Salad { & { [CmdletBinding()] param() $PSCmdlet.WriteVerbose('v') } }" + Here);

        Assert.Empty(Shell.Streams.Verbose);
    }

    [Fact]
    public void Variables_come_with_using_and_secrets_do_not()
    {
        Assert.Equal(["7-a-1"], Run<string>("$k = 7L; $h = @{ x = 'a' }; 1 | Invoke-Salad { \"$using:k-$($using:h.x)-$_\" }" + Here));
        Assert.Equal("UsingUnfit", Fail("$s = [securestring]::new(); 1 | Invoke-Salad { $using:s }" + Here));
        Assert.Equal("UsingUnfit", Fail("$s = @{ a = [pscredential]::new('u', [securestring]::new()) }; 1 | Invoke-Salad { $using:s }" + Here));
        Assert.Equal("UsingNotSet", Fail("1 | Invoke-Salad { $using:nowhere }" + Here));
        Assert.Empty(Session.Workers);
    }

    [Fact]
    public void An_item_that_cannot_be_sent_is_an_error_and_the_others_go_on()
    {
        Assert.Equal([1, 2], Try("1, [securestring]::new(), 2 | Invoke-Salad { $_ }" + Here).Select(result => result.BaseObject));
        Assert.Equal(["ItemUnfit"], ErrorIds);
    }

    [Fact]
    public void A_stuck_item_is_tried_so_often_and_reported()
    {
        var results = Try("1..3 | Invoke-Salad { while ($_ -eq 2) { }; $_ } -TimeoutSeconds 0.3 -MaxAttempts 2" + Here);

        Assert.Equal([1, 3], results.Select(result => result.BaseObject));
        Assert.Equal(["ItemLost"], ErrorIds);
        Assert.Contains("0.3 s", Shell.Streams.Error[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, ((PSObject)Shell.Streams.Error[0].TargetObject).BaseObject);
    }

    [Fact]
    public void Crashing_workers_are_replaced_and_every_item_is_there() => Assert.Equal(
        Enumerable.Range(1, 60),
        Run<int>("1..60 | Invoke-Salad { $_ } -CrashProbability 0.1 -Seed 1 -Respawn -MaxAttempts 50" + Here));

    [Fact]
    public void Where_nobody_is_left_each_item_says_so()
    {
        Assert.Empty(Try("1..3 | Invoke-Salad { $_ } -CrashProbability 1" + Here));

        Assert.Equal(["ItemNotDone", "ItemNotDone", "ItemNotDone"], ErrorIds);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_within_a_second_and_leaves_nothing()
    {
        var took = await StopInTheMiddleAsync("1..10 | Invoke-Salad { while ($true) { } }" + Here);

        // A busy machine gets some seconds on top of the promised one.
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Empty(Session.Workers);
    }

    [Fact]
    public void The_workers_of_a_master_do_it_where_they_allow_scripts()
    {
        Run("$m = Start-SaladMaster -Port 0 -KeepOpen -MaxAttempts 1 -WarningAction Ignore; $w = $m | Start-SaladWorker -InProcess -AllowScript");

        Assert.Equal([2, 4], Run<int>("1, 2 | Invoke-Salad { $_ * 2 } -Master $m"));
        Assert.Equal(["1!"], Run<string>("1 | Invoke-Salad { \"$_!\" } -Master $m"));
        Assert.Equal(3, Run<MasterStatus>("Get-SaladStatus $m")[0].Done);
    }

    [Theory]
    [InlineData("1..10")]
    [InlineData("& { 1..10; while ($true) { } }")]
    public async Task On_Ctrl_C_a_master_does_without_what_is_not_finished(string items)
    {
        SaladMasterHandle master = Run<SaladMasterHandle>(
            "($m = Start-SaladMaster -Port 0 -KeepOpen -LeaseSeconds 1 -WarningAction Ignore); $w = $m | Start-SaladWorker -InProcess -AllowScript")[0];

        await StopInTheMiddleAsync(items + " | Invoke-Salad { while ($true) { } } -Master $m", () => UntilAsync(master, status => status.Leased > 0));

        Assert.All(Run<TaskEntry>("Get-SaladTask $m"), task => Assert.Equal(TaskState.Dead, task.State));
        Assert.Equal(["free again"], Run<string>("1 | Invoke-Salad { 'free again' } -Master $m"));
    }

    [Fact]
    public void A_worker_that_does_not_allow_scripts_gets_none_and_that_is_said()
    {
        Run("$m = Start-SaladMaster -Port 0 -KeepOpen -MaxAttempts 1 -WarningAction Ignore; $w = $m | Start-SaladWorker -InProcess");

        Assert.Contains(
            "-AllowScript",
            Assert.Throws<ActionPreferenceStopException>(() => Run("1 | Invoke-Salad { 'ran' } -Master $m -WarningAction Stop")).Message,
            StringComparison.Ordinal);
        TaskEntry waits = Assert.Single(Run<TaskEntry>("Get-SaladTask $m -State Dead | Restart-SaladTask -PassThru"));
        Assert.Equal((TaskState.Ready, true, 0), (waits.State, waits.Unplaced, waits.Attempt));

        Run("$w = $m | Start-SaladWorker -InProcess -AllowScript; $m | Complete-Salad; $m | Wait-Salad -TimeoutSeconds 60");
        Assert.Equal(["ran"], Run<string>("($m | Receive-SaladResult).Value"));
    }

    [Fact]
    public void A_master_that_was_stopped_takes_nothing()
    {
        Run("$m = Start-SaladMaster -Port 0 -KeepOpen -WarningAction Ignore; $m | Stop-SaladMaster -Force");

        Assert.Equal("MasterNotFound", Fail("1 | Invoke-Salad { $_ } -Master $m"));
    }

    [Fact]
    public void A_recipe_is_still_made_however_it_is_given()
    {
        Assert.Equal(11, Run("Invoke-Salad -TimeScale 0.02 -InProcess").Count);
        Assert.Equal(11, Run("Invoke-Salad FruitSalad -TimeScale 0.02 -InProcess").Count);
        Assert.Equal(11, Run("Get-SaladRecipe FruitSalad | Invoke-Salad -TimeScale 0.02 -InProcess").Count);
        Assert.Equal("RecipeNotFound", Fail("1..3 | Invoke-Salad"));
        Assert.Empty(Run("1..3 | Invoke-Salad { $_ } -WhatIf"));
    }

    private static async Task UntilAsync(SaladMasterHandle master, Func<SaladStatus, bool> there)
    {
        using var late = new CancellationTokenSource(Bound);
        while (!there(await master.Calls.GetStatusAsync(new StatusQuery(), late.Token)))
        {
            await Task.Delay(5, late.Token);
        }
    }
}
