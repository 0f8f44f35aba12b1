namespace FruitSalad.PS.Tests.Shell;

public class ScriptArgumentTests
{
    private const string Advanced =
        """
        [CmdletBinding()]
        param([double]$TimeScale = 1, [int]$Count, [string]$Name, [switch]$Fast)
        "$TimeScale $Count [$Name] $Fast $VerbosePreference"
        """;

    private const string Simple = "param($First, [int]$Number) \"[$First] $Number [$($args -join '|')]\"";

    [Theory]
    [InlineData("1 0 [] False SilentlyContinue")]
    [InlineData("0.05 0 [] False Continue", "-TimeScale", "0.05", "-Verbose")]
    [InlineData("0.05 -5 [x] True SilentlyContinue", "-TimeScale:0.05", "-Fast", "-Count", "-5", "-Name:", "x")]
    [InlineData("1 -5 [-File] False SilentlyContinue", "-Count:-5", "-Fast:$false", "-Name:-File")]
    [InlineData("2 3 [a b] False SilentlyContinue", "2", "3", "a b")]
    [InlineData("1 0 [$x `it's` \"q\"; exit 9] False SilentlyContinue", "-Name", "$x `it's` \"q\"; exit 9")]
    public void Bind_by_name_and_place(string expected, params string[] arguments)
    {
        var run = ScriptFile.Run(Advanced, arguments);

        Assert.Equal(expected + Environment.NewLine, run.Output);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("[a] -7 [b|-x|y]", "a", "-Number", "-7", "b", "-x", "y")]
    [InlineData("[] 0 []", "")]
    public void What_binds_to_nothing_is_in_args(string expected, params string[] arguments) =>
        Assert.Equal(expected + Environment.NewLine, ScriptFile.Run(Simple, arguments).Output);

    [Theory]
    [InlineData("-Count", "many")]
    [InlineData("-NoSuchParameter", "1")]
    public void What_does_not_bind_is_an_error_and_nothing_runs(params string[] arguments)
    {
        var run = ScriptFile.Run(Advanced, arguments);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(arguments[0].TrimStart('-'), run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
