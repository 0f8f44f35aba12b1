using System.Management.Automation;
using FruitSalad.PS.Scripts;

namespace FruitSalad.PS.Tests.Scripts;

public sealed class ScriptTextTests : EngineTests
{
    [Theory]
    [InlineData("{ $using:a + $using:B.Length }", " ${__using_a} + ${__using_B}.Length ", "a,B")]
    [InlineData("{ \"$using:a and ${using:a}\" }", " \"${__using_a} and ${__using_a}\" ", "a")]
    [InlineData("{ & { $using:a[0] } }", " & { ${__using_a}[0] } ", "a")]
    [InlineData("{ param($n) '$using:a' }", " param($n) '$using:a' ", "")]
    public void Using_variables_become_ordinary_ones(string script, string text, string names)
    {
        var taken = new ScriptText(Block(script));

        Assert.Equal("\n\n " + text, taken.Text);
        Assert.Equal(names, string.Join(',', taken.UsingNames));
    }

    [Fact]
    public void A_position_is_that_in_the_file()
    {
        var block = Run<ScriptBlock>("""
            $tokens = $errors = $null
            & ([System.Management.Automation.Language.Parser]::ParseInput("`n`n{ 1 +`n 2 }", '/job.ps1', [ref] $tokens, [ref] $errors).GetScriptBlock())
            """)[0];

        var taken = new ScriptText(block);

        Assert.Equal(("/job.ps1", "\n\n  1 +\n 2 "), (taken.File, taken.Text));
    }

    [Fact]
    public void A_text_and_a_function_are_taken_as_well()
    {
        Assert.Equal("1 + 1", new ScriptText(ScriptBlock.Create("1 + 1")).Text);
        Run("function Twice($n) { $n * 2 }");
        Assert.Equal("param($n)  $n * 2 ", new ScriptText(Run<ScriptBlock>("${function:Twice}")[0]).Text);
    }

    [Theory]
    [InlineData("$x = $_ * 2; $x", false)]
    [InlineData("1..3 | ForEach-Object { $_ } | Where-Object { $true }", false)]
    [InlineData("$global:x = 1", true)]
    [InlineData("& { $script:x = 1 }", true)]
    [InlineData("Set-Variable x 1 -Scope Global", true)]
    [InlineData("& $command", true)]
    [InlineData(". { $x = 1 }", true)]
    [InlineData("function f { }", true)]
    [InlineData("$ExecutionContext.SessionState.PSVariable.Set('global:x', 1)", true)]
    public void It_is_seen_whether_a_script_may_leave_something_behind(string script, bool touches) =>
        Assert.Equal(touches, ScriptText.TouchesSession(ScriptBlock.Create(script)));

    private ScriptBlock Block(string script) => Run<ScriptBlock>("\n\n" + script)[0];
}
