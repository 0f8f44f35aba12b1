using FruitSalad.Tests;

namespace FruitSalad.PS.Tests.EndToEnd;

/// <summary>Real masters that fall in the middle of the work, and stores that go away for a while: nothing is lost.</summary>
public sealed class FallenMasterTests : IDisposable
{
    /// <summary>Waits until so much is done, whoever is asked and however often nobody answers.</summary>
    private const string Until = """
        $ErrorActionPreference = 'Stop'
        function Wait-Until([scriptblock] $what, $master) {
            do { $s = Wait-Salad $master -TimeoutSeconds 0.1 -ErrorAction Ignore; $s = Get-SaladStatus $master -ErrorAction Ignore }
            until ($s -and ($s | ForEach-Object $what))
        }
        function Show-End($master, $worker) {
            Wait-Until { $_.State -eq 'Ended' } $master
            $null = $worker | Wait-SaladWorker -TimeoutSeconds 60
            $tasks = @{}
            $accepted = @($master | Get-SaladEvent -Kind Accepted, LateAccepted)
            $accepted | ForEach-Object { $tasks[$_.Task] = $true }
            "$((Get-SaladStatus $master).EndReason), accepted $($accepted.Count), of tasks $($tasks.Count)"
            "violations $(@($master | Test-SaladHistory).Count), workers $(@((Get-SaladStatus $master).Workers).Count), $($worker.State -join ' ')"
        }

        """;

    private const string Good = "Completed, accepted 11, of tasks 11\nviolations 0, workers 2, Left Left";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fruitsalad-");

    private string File => Path.Combine(_folder.FullName, "salad.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_master_that_is_killed_and_started_again_goes_on()
    {
        SaladRun run = SaladProcess.Run(["-NonInteractive", "-Command", Until + $$"""
            $m = Start-SaladMaster -Path '{{File}}' -Process -Port 0 -TimeScale 0.1 -LeaseSeconds 200 -IdleSeconds 0 -Seed 1
            $w = $m | Start-SaladWorker -Count 2
            Wait-Until { $_.Done -ge 3 } $m
            $m | Stop-SaladMaster -Force
            $m = Start-SaladMaster -Path '{{File}}' -Process -Port $m.Port
            Show-End $m $w
            """]);

        Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Error}");
        Assert.Equal(Good, Lines(run.Output));
    }

    [Fact]
    public void Of_two_masters_one_is_killed_and_the_workers_go_on_with_the_other()
    {
        SaladRun run = SaladProcess.Run(["-NonInteractive", "-Command", Until + $$"""
            $m = Start-SaladMaster -Path '{{File}}' -Process -Count 2 -Port 0 -TimeScale 0.1 -LeaseSeconds 200 -IdleSeconds 0 -Seed 1
            $w = Start-SaladWorker -Master $m -Count 2
            Wait-Until { $_.Done -ge 3 } $m[1]
            $m[0] | Stop-SaladMaster -Force
            Show-End $m[1] $w
            """]);

        Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Error}");
        Assert.Equal(Good, Lines(run.Output));
    }

    [Fact]
    public void A_database_that_is_away_for_a_while_is_waited_for()
    {
        using var database = new TestDatabase();
        using SaladProcess salad = SaladProcess.Start("-NonInteractive", "-Command", Until + $$"""
            $m = Start-SaladMaster -Store '{{database.Connection}}' -Process -Count 2 -Port 0 -TimeScale 0.2 -LeaseSeconds 100 -IdleSeconds 0 -Seed 1
            $w = Start-SaladWorker -Master $m -Count 2
            Wait-Until { $_.Done -ge 3 } $m[0]
            'at work'
            do { try { $null = Get-SaladStatus $m[0] } catch { $said = $_.FullyQualifiedErrorId.Split(',')[0] } } until ($said)
            $said
            Show-End $m[1] $w
            """);
        salad.Output.WaitFor("at work\n");

        database.CutOff();
        salad.Output.WaitFor("Store");
        database.Restore();

        SaladRun run = salad.WaitForExit();
        Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Error}");
        Assert.Equal("at work\nStoreUnavailable\n" + Good, Lines(run.Output));
    }

    private static string Lines(string output) => output.ReplaceLineEndings("\n").Trim();
}
