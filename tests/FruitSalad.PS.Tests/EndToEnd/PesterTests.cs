using System.Diagnostics;
using FruitSalad.PS.Tests.Module;
using FruitSalad.Tests;

namespace FruitSalad.PS.Tests.EndToEnd;

/// <summary>The Pester files, in the real pwsh, where that and Pester 5 are on the machine; else skipped, saying so.</summary>
public class PesterTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(8);

    [Fact]
    public void Every_pester_test_passes()
    {
        if (ModuleHost.PwshProgram is not { } pwsh)
        {
            Assert.Skip("There is no pwsh on the PATH, and SALAD_TEST_PWSH names none: the Pester tests did not run.");
            return;
        }

        (int code, string output) = Run(pwsh, """
            if (-not (Get-Module -ListAvailable Pester | Where-Object Version -ge 5.0)) { 'no Pester 5'; exit 77 }
            $c = New-PesterConfiguration
            $c.Run.Path = './tests/Pester'
            $c.Run.Exit = $true
            Invoke-Pester -Configuration $c
            """);

        Assert.SkipWhen(code == 77, "pwsh has no Pester 5 (Install-Module Pester): the Pester tests did not run.");
        Assert.True(code == 0, output);
    }

    private static (int Code, string Output) Run(string pwsh, string script)
    {
        var start = new ProcessStartInfo(pwsh, ["-NoProfile", "-NonInteractive", "-Command", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["NO_COLOR"] = "1";
        using Process process = Process.Start(start)!;
        var output = new StreamLines(process.StandardOutput);
        var errors = new StreamLines(process.StandardError);
        bool ended = process.WaitForExit(Bound);
        if (!ended)
        {
            process.Kill(entireProcessTree: true);
        }

        return (ended ? process.ExitCode : -1, $"{output}\n{errors}");
    }
}
