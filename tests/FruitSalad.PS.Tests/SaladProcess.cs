using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using FruitSalad.Tests;

namespace FruitSalad.PS.Tests;

/// <summary>
/// `salad` as a process of its own. Every wait has a bound; disposing it kills what is left, children included. Both
/// streams are read as they come, so that a full pipe never holds the process up.
/// </summary>
internal sealed class SaladProcess : IDisposable
{
    private const int InterruptSignal = 2;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private SaladProcess(string[] arguments, Action<ProcessStartInfo>? prepare)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };

        // As a script's caller would see it, whatever terminal and culture the tests run in.
        start.Environment["NO_COLOR"] = "1";
        start.Environment["LC_ALL"] = "en_US.UTF-8";
        prepare?.Invoke(start);
        _process = Process.Start(start)!;
        Output = new StreamLines(_process.StandardOutput);
        Error = new StreamLines(_process.StandardError);
    }

    /// <summary>The program of the configuration that the tests were built in.</summary>
    public static string Program { get; } = Path.Combine(
        Repository.Root, "src", "FruitSalad.Shell", "bin", Configuration, "net10.0",
        OperatingSystem.IsWindows() ? "salad.exe" : "salad");

    public int Id => _process.Id;

    public StreamLines Output { get; }

    public StreamLines Error { get; }

    private static string Configuration =>
        typeof(SaladProcess).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>Starts the program, for a test that talks to it.</summary>
    public static SaladProcess Start(params string[] arguments) => new(arguments, null);

    /// <summary>Runs the program to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">All of its standard input.</param>
    /// <param name="prepare">Changes to how it is started: environment, folder, another copy of the program.</param>
    /// <param name="bound">How long it may take; null: a minute.</param>
    public static SaladRun Run(
        string[] arguments, string input = "", Action<ProcessStartInfo>? prepare = null, TimeSpan? bound = null)
    {
        using var salad = new SaladProcess(arguments, prepare);
        try
        {
            salad._process.StandardInput.Write(input);
            salad.CloseInput();
        }
        catch (IOException)
        {
            // It ended without reading its input.
        }

        return salad.WaitForExit(bound);
    }

    public void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>What Ctrl+C does to the one process. Not on Windows, where only a console can send it.</summary>
    public void Interrupt() => Interrupt(_process.Id);

    /// <summary>The same to any process.</summary>
    public static void Interrupt(int process) => Assert.Equal(0, Kill(process, InterruptSignal));

    /// <summary>Ends the one process without a word, and leaves its children to themselves.</summary>
    public void Kill() => _process.Kill();

    public SaladRun WaitForExit(TimeSpan? bound = null)
    {
        // Not WaitForExit(): that also waits for the pipes, which a child left behind could hold open for ever.
        Assert.True(_process.WaitForExit(bound ?? Bound), $"salad still runs.\n{Output}\n{Error}");
        return new SaladRun(_process.ExitCode, Output.ReadToEnd(), Error.ReadToEnd());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(Bound);
        }

        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
