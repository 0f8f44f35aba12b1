namespace FruitSalad.PS.Tests.Shell;

public class StreamTests
{
    private static readonly string[] Loud = ["-Verbose", "-InformationAction", "Continue"];

    [Theory]
    [InlineData("$PSCmdlet.WriteWarning('here')", "WARNING: here")]
    [InlineData("$PSCmdlet.WriteVerbose('here')", "VERBOSE: here")]
    [InlineData("$DebugPreference = 'Continue'; $PSCmdlet.WriteDebug('here')", "DEBUG: here")]
    [InlineData("$PSCmdlet.WriteInformation('here', [string[]]@())", "here")]
    [InlineData("'here'", "here")]
    [InlineData("$Host.UI.WriteLine('Red', 'Black', 'here')", "here")]
    public void All_but_errors_go_to_standard_output(string statement, string line)
    {
        var run = ScriptFile.Run("[CmdletBinding()] param() " + statement, Loud);

        Assert.Equal(line + Environment.NewLine, run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Errors_go_to_standard_error_with_message_and_place()
    {
        var run = ScriptFile.Run("'before'\n$null.Boom()\n'after'");

        Assert.Equal(["before", "after"], run.Output.Split(Environment.NewLine)[..^1]);
        Assert.Contains(".ps1:2", run.Error, StringComparison.Ordinal);
        Assert.Contains("You cannot call a method on a null-valued expression.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\n\n", run.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("throw 'here'")]
    [InlineData("$PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new('here', 'Id', 0, 1))")]
    [InlineData("if (here {")]
    public void What_ends_a_script_goes_to_standard_error(string statement)
    {
        var run = ScriptFile.Run("[CmdletBinding()] param() " + statement);

        Assert.Contains("here", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void Nothing_of_progress_reaches_a_file()
    {
        var run = ScriptFile.Run(
            """
            [CmdletBinding()] param()
            $PSCmdlet.WriteProgress([System.Management.Automation.ProgressRecord]::new(1, 'activity', 'status'))
            'done'
            """);

        Assert.Equal("done" + Environment.NewLine, run.Output);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("$PSStyle.Foreground.Red + 'here' + $PSStyle.Reset")]
    [InlineData("throw 'here'")]
    public void A_file_gets_no_colours_even_where_they_are_welcome(string script)
    {
        using var file = new ScriptFile(script);

        var run = SaladProcess.Run([file.Path], prepare: start => start.Environment.Remove("NO_COLOR"));

        Assert.Contains("here", run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_of_the_module_are_shown_by_its_views()
    {
        var run = ScriptFile.Run("Measure-SaladRace 1000 -Mode Lock");

        Assert.Matches(@"Mode +Threads +Expected +Actual +Lost +Elapsed", run.Output);
        Assert.Empty(run.Error);
    }
}
