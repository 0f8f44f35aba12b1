namespace FruitSalad.PS.Tests.Shell;

/// <summary>The codes are those that pwsh gives for the same script.</summary>
public class ExitCodeTests
{
    [Theory]
    [InlineData("'done'", 0)]
    [InlineData("exit 5", 5)]
    [InlineData("throw 'boom'", 1)]
    [InlineData("if (1 {", 1)]
    [InlineData("[int]'x'; 'after'", 0)]
    [InlineData("dotnet --no-such-option; nosuchcommand", 0)]
    [InlineData("dotnet --no-such-option; exit 0", 0)]
    [InlineData("#requires -Modules NoSuchModule", 1)]
    public void Of_a_script(string script, int expected) => Assert.Equal(expected, ScriptFile.Run(script).ExitCode);

    [Theory]
    [InlineData("'done'", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("throw 'boom'", 1)]
    [InlineData("if (1 {", 1)]
    [InlineData("nosuchcommand", 1)]
    [InlineData("nosuchcommand; 'after'", 0)]
    [InlineData("dotnet --no-such-option", 1)]
    public void Of_a_text(string text, int expected) =>
        Assert.Equal(expected, SaladProcess.Run(["-NoProfile", "-Command", text]).ExitCode);

    [Theory]
    [InlineData("missing.ps1", "missing.ps1")]
    [InlineData("-File", "-File")]
    [InlineData("-Nonsense", "-Nonsense")]
    [InlineData("README.md", "README.md")]
    public void A_command_line_that_cannot_be_obeyed_is_64_with_the_reason(string argument, string reason)
    {
        var run = SaladProcess.Run([argument]);

        Assert.Equal(64, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
