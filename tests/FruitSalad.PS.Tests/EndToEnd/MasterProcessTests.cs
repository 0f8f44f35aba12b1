using FruitSalad.Tests;

namespace FruitSalad.PS.Tests.EndToEnd;

/// <summary>Masters as real processes: served by several, killed, left behind, stopped from elsewhere.</summary>
public sealed class MasterProcessTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fruitsalad-");

    private string File => Path.Combine(_folder.FullName, "salad.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_cmdlet_takes_a_master_that_is_a_process_and_any_of_several_answers()
    {
        SaladRun run = Script($$"""
            $m = Start-SaladMaster -Path '{{File}}' -Process -Count 3 -Port 0 -TimeScale 0.02 -LeaseSeconds 1000 -IdleSeconds 0 -WarningAction Ignore
            'own ' + @($m.ProcessId | ForEach-Object { [System.Diagnostics.Process]::GetProcessById($_) } | Where-Object Id -ne $PID).Count
            'all ' + @($m[2] | Get-SaladMaster).Count
            $m[0] | Stop-SaladMaster -Force
            'left ' + @(Get-SaladMaster -Path '{{File}}').Count
            $w = $m[1] | Start-SaladWorker -Count 2
            $s = $m[2] | Wait-Salad -TimeoutSeconds 100
            "$($s.EndReason) $($s.Done)/$($s.Total) " + @($m[1] | Receive-SaladResult).Count
            $m[1] | Stop-SaladMaster
            'left ' + @(Get-SaladMaster -Path '{{File}}').Count
            $m[2] | Stop-SaladMaster
            'left ' + @(Get-SaladMaster -Path '{{File}}').Count
            'session ' + @(Get-SaladMaster).Count
            """);

        Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Error}");
        Assert.Equal(
            ["own 3", "all 3", "left 2", "Completed 11/11 11", "left 1", "left 0", "session 0"],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Fact]
    public void What_keeps_a_process_from_serving_is_said_as_for_any_master()
    {
        SaladRun run = Script($$"""
            $ErrorActionPreference = 'Continue'
            $m = Start-SaladMaster -Port 0 -Process
            try { Start-SaladMaster -Port $m.Port -Process } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            [System.IO.File]::WriteAllText('{{File}}', 'vin rouge')
            try { Start-SaladMaster -Port 0 -Process -Path '{{File}}' } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            try { Start-SaladMaster -Port 0 -Process -Task kiwi, @{ Name = 'jus'; DependsOn = 7 } } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            @(Get-SaladMaster).Count
            """);

        Assert.Equal(
            ["PortTaken", "StoreForeign", "TasksUnfit", "1"],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Fact]
    public void The_sessions_sudden_end_leaves_no_master_behind_and_no_secret_was_to_be_seen()
    {
        using SaladProcess salad = SaladProcess.Start("-Command", """
            $m = Start-SaladMaster -Process -Port 0
            "pid $($m.ProcessId)"
            $m | Wait-Salad
            """);
        salad.Output.WaitFor("\n");
        int pid = int.Parse(salad.Output.ToString().Split('\n')[0].Trim().Split(' ')[1]);
        if (OperatingSystem.IsLinux())
        {
            string[] words = System.IO.File.ReadAllText($"/proc/{pid}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(["--child", "master", "elsewhere"], words[1..]);
        }

        salad.Kill();

        Assert.True(ProcessEnd.Within(pid, Bound), $"Master {pid} is left behind.");
    }

    [Fact]
    public void A_detached_master_outlives_its_session_and_is_stopped_from_another()
    {
        string file = Path.Combine(_folder.FullName, "owner.join");
        SaladRun first = Script($"""
            $m = Start-SaladMaster -Task kiwi -Detached -Port 0 -OwnerFile '{file}' 6>$null
            $m.ProcessId
            """);
        Assert.True(first.ExitCode == 0, $"{first.Output}\n{first.Error}");
        int pid = int.Parse(first.Output.Trim());
        try
        {
            Assert.False(ProcessEnd.Within(pid, TimeSpan.Zero));

            SaladRun second = Script($"""
                $m = Connect-SaladMaster -JoinFile '{file}'
                (Get-SaladStatus $m).Ready
                $m | Stop-SaladMaster
                """);

            Assert.True(second.ExitCode == 0, $"{second.Output}\n{second.Error}");
            Assert.Equal("1", second.Output.Trim());
            Assert.True(ProcessEnd.Within(pid, Bound), $"Master {pid} is left behind.");
        }
        finally
        {
            ProcessEnd.Force(pid);
        }
    }

    private static SaladRun Script(string text) =>
        SaladProcess.Run(["-NonInteractive", "-Command", "$ErrorActionPreference = 'Stop'\n" + text]);
}
