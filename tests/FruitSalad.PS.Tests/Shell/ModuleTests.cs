namespace FruitSalad.PS.Tests.Shell;

public class ModuleTests
{
    [Fact]
    public void The_module_is_imported_when_a_script_starts()
    {
        var run = ScriptFile.Run("(Get-Module FruitSalad.PS).Name; $PSScriptRoot.Length -gt 0");

        Assert.Equal(["FruitSalad.PS", "True"], run.Output.Split(Environment.NewLine)[..^1]);
    }

    [Theory]
    [InlineData("Write-Host hello", "Write-Host")]
    [InlineData("get-date", "Get-Date")]
    [InlineData("1, 2 | select -First 1", "Select-Object")]
    public void A_standard_cmdlet_needs_pwsh(string script, string cmdlet)
    {
        var run = ScriptFile.Run(script + "; 'after'");

        Assert.Contains($"{cmdlet} needs pwsh", run.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal("after" + Environment.NewLine, run.Output);
    }

    [Fact]
    public void Another_missing_command_needs_no_pwsh() =>
        Assert.DoesNotContain("pwsh", ScriptFile.Run("Get-NoSuchThing").Error, StringComparison.Ordinal);

    [Fact]
    public void Without_a_module_the_error_says_what_to_do()
    {
        using var copy = new SaladCopy();

        var run = copy.Run("-Command", "1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("module/FruitSalad.PS", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Command", "1")]
    [InlineData("--child", "worker")]
    public void A_module_that_is_not_built_says_so(params string[] arguments)
    {
        using var copy = new SaladCopy();
        copy.AddToModule("FruitSalad.PS.psd1", "@{ ModuleVersion = '0.1.0' }");

        var run = copy.Run(arguments);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("dotnet build", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_that_does_not_import_ends_the_run_with_the_reason()
    {
        using var copy = new SaladCopy();
        copy.AddToModule("FruitSalad.PS.psd1", "@{ ModuleVersion = '0.1.0'; RootModule = 'no.psm1' }");
        copy.AddToModule("bin/FruitSalad.PS.Loader.dll", "");

        var run = copy.Run("-Command", "'not this'");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no.psm1", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
