using System.Diagnostics;
using FruitSalad.Tests;

namespace FruitSalad.PS.Tests.Module;

/// <summary>
/// Runs a script in a fresh process of a host that can import the module: assemblies never unload, so that an import
/// can be observed once in a process. salad is always there; pwsh where PATH or SALAD_TEST_PWSH has it.
/// </summary>
internal static class ModuleHost
{
    internal const string Salad = "salad";
    internal const string Pwsh = "pwsh";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    internal static TheoryData<string> Names => [Salad, Pwsh];

    internal static string ModuleFolder { get; } = Path.Combine(Repository.Root, "module", "FruitSalad.PS");

    internal static string Manifest { get; } = Path.Combine(ModuleFolder, "FruitSalad.PS.psd1");

    /// <summary>The program of salad, built in the configuration of these tests.</summary>
    internal static string SaladProgram { get; } = Path.Combine(
        Repository.Root, "src", "FruitSalad.Shell",
        Path.GetRelativePath(Path.Combine(Repository.Root, "tests", "FruitSalad.PS.Tests"), AppContext.BaseDirectory),
        "salad.dll");

    internal static string? PwshProgram { get; } = Told() ?? OnThePath();

    /// <summary>The lines that a script writes after the module's import, once it has ended without an error.</summary>
    internal static async Task<string[]> LinesAsync(string host, string script)
    {
        var run = await RunAsync(host, $"Import-Module '{Manifest}'; " + script);
        Assert.True(run.Code == 0, $"{host} ended with {run.Code}.\n{run.Output}\n{run.Errors}");
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    internal static async Task<(int Code, string Output, string Errors)> RunAsync(string host, string script)
    {
        using var process = Start(Locate(host), ["-NoProfile", "-NonInteractive", "-Command", script]);
        process.StandardInput.Close();
        return await EndAsync(process);
    }

    /// <summary>The executable, and the managed program in it where the executable is dotnet; skips without pwsh.</summary>
    internal static (string Executable, string Program) Locate(string host)
    {
        if (host == Salad)
        {
            return ("dotnet", SaladProgram);
        }

        Assert.SkipWhen(PwshProgram is null, "There is no pwsh on the PATH, and SALAD_TEST_PWSH names none.");
        return (PwshProgram!, Path.ChangeExtension(PwshProgram!, ".dll"));
    }

    internal static Process Start(string fileName, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(fileName)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NO_COLOR"] = "1", ["POWERSHELL_TELEMETRY_OPTOUT"] = "1" },
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    /// <summary>Waits for the end, with a bound, and never leaves the process behind.</summary>
    internal static async Task<(int Code, string Output, string Errors)> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Bound);
            return (process.ExitCode, await output.WaitAsync(Bound), await errors.WaitAsync(Bound));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static string? Told() =>
        Environment.GetEnvironmentVariable("SALAD_TEST_PWSH") is { Length: > 0 } told ? told : null;

    private static string? OnThePath() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
        .FirstOrDefault(File.Exists);

    private static Process Start((string Executable, string Program) host, string[] arguments) =>
        Start(host.Executable, host.Executable == "dotnet" ? [host.Program, .. arguments] : arguments);
}
