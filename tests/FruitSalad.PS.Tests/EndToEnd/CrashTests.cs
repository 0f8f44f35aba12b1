using FruitSalad.Tests;

namespace FruitSalad.PS.Tests.EndToEnd;

/// <summary>Real processes that die, hang and get stuck.</summary>
public class CrashTests
{
    [Fact]
    public void The_script_of_the_readme_runs_as_it_stands()
    {
        SaladRun run = Script("""
            $m = Start-SaladMaster -Recipe FruitSalad -Port 0 -TimeScale 0.05 -Preset Robust -Seed 1
            $null = $m | Start-SaladWorker -Count 2 -CrashProbability 0.6
            $null = $m | Start-SaladWorker
            $null = $m | Wait-Salad -TimeoutSeconds 60
            (Get-SaladStatus $m).EndReason
            "results=" + @($m | Receive-SaladResult).Count
            $m | Get-SaladEvent
            $m | Stop-SaladMaster
            """);

        Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Error}");
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(["Completed", "results=11"], lines[..2]);
        Assert.All(lines[2..], line => Assert.Matches(@"^\[\d+\.\d{3}\] \[(MASTER|W-\d+)\]( \[T-\d\d\])? \[(IN|OUT|WORKING|ERROR|)\] .+", line));
    }

    [Fact]
    public void Every_seed_completes_with_two_mortal_workers_and_a_healthy_one()
    {
        string script = Path.Combine(Repository.Root, "tests", "FruitSalad.Benchmarks", "CrashSeeds.ps1");

        SaladRun run = SaladProcess.Run([script, "-Seeds", "5"], bound: TimeSpan.FromMinutes(4));

        Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Error}");
        Assert.Contains("Timeout: 5 of 5 seeds completed", run.Output, StringComparison.Ordinal);
        Assert.Contains("Robust: 5 of 5 seeds completed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_master_every_seed_completes_though_a_peer_is_killed()
    {
        string script = Path.Combine(Repository.Root, "tests", "FruitSalad.Benchmarks", "StealingSeeds.ps1");

        SaladRun run = SaladProcess.Run([script, "-Seeds", "5"]);

        Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Error}");
        Assert.Contains("5 of 5 seeds completed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_killed_workers_task_is_offered_again_at_once()
    {
        // At once: 100 ms on a quiet machine; here ten times that, on a lease of ten seconds.
        SaladRun run = Script("""
            $m = Start-SaladMaster -Task @{ Name = 'long'; Seconds = 60 } -Port 0
            $w = $m | Start-SaladWorker
            $m | Get-SaladEvent -Follow | ForEach-Object {
                if ($_.Kind -eq 'Preparing') { $w | Stop-SaladWorker -Force }
                if ($_.Kind -eq 'WorkerDisconnected') { $closed = $_.Time }
                if ($_.Kind -eq 'Lost') { 'after {0:F0} ms' -f ($_.Time - $closed).TotalMilliseconds; $m | Stop-SaladMaster -Force }
            }
            """);

        Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Error}");
        Assert.InRange(After(run), 0, 1000);
    }

    [Theory]
    [InlineData("-FailureKind Hang -CrashPoint Holding", "", "Expired")]
    [InlineData("-FailureKind Stuck -CrashPoint MidWork", "-RunLimitSeconds 2", "Expired")]
    public void A_hung_worker_is_found_within_its_lease_and_a_stuck_task_within_its_run_limit(
        string failure, string policy, string found)
    {
        SaladRun run = Script($$"""
            $m = Start-SaladMaster -Task @{ Name = 'short'; Seconds = 0.2 } -Port 0 -LeaseSeconds 1 {{policy}}
            $w = $m | Start-SaladWorker -CrashProbability 1 {{failure}}
            $m | Get-SaladEvent -Follow | ForEach-Object {
                if ($_.Kind -eq 'Granted') { $granted = $_.Time }
                if ($_.Kind -eq '{{found}}') { 'after {0:F0} ms' -f ($_.Time - $granted).TotalMilliseconds; $m | Stop-SaladMaster -Force }
            }
            $w | Stop-SaladWorker -Force
            """);

        Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Error}");
        Assert.InRange(After(run), policy.Length == 0 ? 1000 : 2000, 20_000);
    }

    [Fact]
    public void The_sessions_sudden_end_leaves_no_worker_behind()
    {
        using SaladProcess salad = SaladProcess.Start("-Command", """
            $m = Start-SaladMaster -Task @{ Name = 'long'; Seconds = 600 } -Port 0
            $w = $m | Start-SaladWorker -Count 3
            $m | Get-SaladEvent -Follow | Where-Object Kind -eq 'Preparing' | ForEach-Object { 'pids ' + ($w.ProcessId -join ' ') }
            """);
        salad.Output.WaitFor("\n");
        int[] pids = [.. salad.Output.ToString().Split('\n')[0].Trim().Split(' ')[1..].Select(int.Parse)];
        Assert.Equal(3, pids.Length);

        salad.Kill();

        Assert.All(pids, pid => Assert.True(ProcessEnd.Within(pid, TimeSpan.FromSeconds(30)), $"Worker {pid} is left behind."));
    }

    [Fact]
    public void The_sessions_end_leaves_no_worker_behind()
    {
        SaladRun run = Script("""
            $m = Start-SaladMaster -Task @{ Name = 'long'; Seconds = 600 } -Port 0
            $w = $m | Start-SaladWorker -Count 2
            'pids ' + ($w.ProcessId -join ' ')
            """);

        Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Error}");
        Assert.All(
            run.Output.Trim().Split(' ')[1..].Select(int.Parse),
            pid => Assert.True(ProcessEnd.Within(pid, TimeSpan.FromSeconds(30)), $"Worker {pid} is left behind."));
    }

    private static double After(SaladRun run) =>
        double.Parse(run.Output.Trim().Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    private static SaladRun Script(string text) =>
        SaladProcess.Run(["-NonInteractive", "-Command", "$ErrorActionPreference = 'Stop'\n" + text]);
}
