namespace FruitSalad.PS.Tests.Shell;

public class ChildEntryTests
{
    /// <summary>What the child's entry answers when its arguments or its settings are wrong.</summary>
    private const int NotStartedByAParent = 2;

    [Theory]
    [InlineData("worker")]
    [InlineData("no-such-child")]
    public void A_child_runs_without_the_engine_and_its_code_is_the_programs(string kind)
    {
        using var copy = new SaladCopy();
        copy.AddModule();
        copy.RemoveEngine();

        var run = copy.Run("--child", kind);

        Assert.Equal(NotStartedByAParent, run.ExitCode);
        Assert.Single(run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
