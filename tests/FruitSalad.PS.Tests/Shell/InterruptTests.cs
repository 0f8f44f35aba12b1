using System.Diagnostics;

namespace FruitSalad.PS.Tests.Shell;

public class InterruptTests
{
    // A signal that kills gives 130 as well; only a script that is stopped comes to its finally.
    private const string Endless =
        "try { 'started'; while ($true) { }; 'after' } finally { [Console]::WriteLine('cleaned up') }";

    public static bool OnWindows => OperatingSystem.IsWindows();

    [Fact(Skip = "No signals there.", SkipWhen = nameof(OnWindows))]
    public void Stops_a_script_within_a_second_with_130()
    {
        using var script = new ScriptFile(Endless);
        using var salad = SaladProcess.Start(script.Path);
        salad.Output.WaitFor("started");

        var clock = Stopwatch.StartNew();
        salad.Interrupt();
        var run = salad.WaitForExit();

        Assert.Equal(130, run.ExitCode);
        Assert.Equal(["started", "cleaned up"], run.Output.Split(Environment.NewLine)[..^1]);
        // A busy machine gets some seconds on top of the promised one.
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact(Skip = "No signals there.", SkipWhen = nameof(OnWindows))]
    public void The_second_one_ends_a_process_whose_stop_hangs()
    {
        using var salad = SaladProcess.Start(
            "-Command", "try { 'started'; while ($true) { } } finally { [Console]::WriteLine('stopping'); "
                + "[System.Threading.Thread]::Sleep(-1) }");
        salad.Output.WaitFor("started");
        salad.Interrupt();
        salad.Output.WaitFor("stopping");

        salad.Interrupt();

        Assert.Equal(130, salad.WaitForExit().ExitCode);
    }

    [Fact(Skip = "No signals there.", SkipWhen = nameof(OnWindows))]
    public void At_the_prompt_it_ends_what_runs_and_not_the_host()
    {
        using var salad = SaladProcess.Start("-Interactive");
        salad.WriteLine(Endless);
        salad.Output.WaitFor("started");
        salad.Interrupt();
        salad.WriteLine("'still ' + 'here'");
        salad.Output.WaitFor("still here");
        salad.Interrupt();
        salad.WriteLine("exit 3");

        Assert.Equal(3, salad.WaitForExit().ExitCode);
    }
}
