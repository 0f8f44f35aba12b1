namespace FruitSalad.PS.Tests.Shell;

public class InputTests
{
    [Theory]
    [InlineData]
    [InlineData("-Command", "-")]
    [InlineData("-NonInteractive")]
    public void A_script_comes_through_the_pipe(params string[] arguments)
    {
        var run = SaladProcess.Run(arguments, "if ($false) {\n 1\n}\nelse {\n 'else'\n}\nexit 4\n'not this'");

        Assert.Equal("else" + Environment.NewLine, run.Output);
        Assert.Equal(4, run.ExitCode);
    }

    [Fact]
    public void The_prompt_runs_statement_after_statement_and_outlives_errors()
    {
        var run = SaladProcess.Run(["-Interactive"], "$x = 1 +\n1\nnosuchcommand\nthrow 'boom'\n\"x is $x\"\nexit 6\n");

        Assert.Contains(">> ", run.Output, StringComparison.Ordinal);
        Assert.Contains("x is 2", run.Output, StringComparison.Ordinal);
        Assert.Contains("nosuchcommand", run.Error, StringComparison.Ordinal);
        Assert.Contains("boom", run.Error, StringComparison.Ordinal);
        Assert.Equal(6, run.ExitCode);
    }

    [Fact]
    public void The_end_of_the_input_leaves_the_prompt() =>
        Assert.Equal(0, SaladProcess.Run(["-Interactive", "-NoLogo"], "1").ExitCode);

    [Fact]
    public void A_mandatory_parameter_is_asked_for()
    {
        using var script = new ScriptFile("param([Parameter(Mandatory)][int]$Count) \"twice: $($Count * 2)\"");

        Assert.Contains("twice: 42", SaladProcess.Run([script.Path], "21\n").Output, StringComparison.Ordinal);
        Assert.Equal(1, SaladProcess.Run(["-NonInteractive", script.Path], "21\n").ExitCode);
    }

    [Theory]
    [InlineData("y\n", 1)]
    [InlineData("what\nNo\n", 0)]
    [InlineData("\n", 1)]
    public void A_choice_is_asked_for_until_it_is_one(string input, int did)
    {
        using var script = new ScriptFile(
            "[CmdletBinding(SupportsShouldProcess)] param() if ($PSCmdlet.ShouldProcess('it')) { 'di' + 'd' }");

        var run = SaladProcess.Run([script.Path, "-Confirm"], input);

        Assert.Equal(did, run.Output.Split("did").Length - 1);
        Assert.Contains("[N] No", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_may_read_the_standard_input_itself()
    {
        using var script = new ScriptFile("'got ' + [Console]::In.ReadToEnd()");

        Assert.StartsWith("got all of it", SaladProcess.Run([script.Path], "all of it").Output, StringComparison.Ordinal);
    }
}
