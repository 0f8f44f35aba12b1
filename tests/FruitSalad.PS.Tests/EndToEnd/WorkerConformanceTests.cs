using System.ComponentModel;
using System.Diagnostics;
using FruitSalad.Tests;

namespace FruitSalad.PS.Tests.EndToEnd;

/// <summary>
/// Workers in three languages, each in every situation of examples/worker-conformance.ps1, with real masters. A language
/// that is not on the machine is skipped, saying so.
/// </summary>
public class WorkerConformanceTests
{
    [Theory]
    [InlineData("python3", "worker.py")]
    [InlineData("node", "worker.js")]
    public void A_worker_in_another_language_is_one(string interpreter, string worker)
    {
        Assert.SkipUnless(Runs(interpreter), $"There is no {interpreter} on this machine: examples/{worker} was not tried.");

        Passes($"{interpreter} {Example(worker)} {{join}}");
    }

    [Fact]
    public void The_modules_own_worker_is_one() => Passes($"{SaladProcess.Program} {Example("worker.ps1")} {{join}}");

    [Theory]
    [InlineData("worker.py")]
    [InlineData("worker.js")]
    public void It_takes_less_than_sixty_lines(string worker) => Assert.InRange(File.ReadAllLines(Example(worker)).Length, 1, 59);

    [Fact]
    public void Who_does_nothing_is_no_worker()
    {
        SaladRun run = Conform("dotnet --version", "-Only", "leaves when it is told to: completed", "-TimeoutSeconds", "5");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("FAIL  leaves when it is told to: completed", run.Output, StringComparison.Ordinal);
    }

    private static void Passes(string command)
    {
        SaladRun run = Conform(command);

        Assert.True(run.ExitCode == 0, $"{command}\n{run.Output}\n{run.Error}");
        Assert.DoesNotContain("FAIL", run.Output, StringComparison.Ordinal);
    }

    private static SaladRun Conform(string command, params string[] more) =>
        SaladProcess.Run([Example("worker-conformance.ps1"), "-Command", command, .. more], bound: TimeSpan.FromMinutes(8));

    private static string Example(string file) => Path.Combine(Repository.Root, "examples", file);

    private static bool Runs(string program)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true })!;
            return process.WaitForExit(TimeSpan.FromSeconds(30)) && process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
