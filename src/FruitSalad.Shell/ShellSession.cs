using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace FruitSalad.Shell;

/// <summary>The engine with the module imported: one runspace, one pipeline at a time, on the caller's thread.</summary>
internal sealed class ShellSession : IDisposable
{
    private readonly ConsoleInterface _console;
    private readonly ShellHost _host;
    private readonly Runspace _runspace;

    internal ShellSession(ModuleFolder module, ShellOptions options)
    {
        _console = new ConsoleInterface(!options.NonInteractive);
        _host = new ShellHost(_console);

        // CreateDefault wants snap-ins that only pwsh's own folder has.
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.RemoteSigned;
        }

        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
        ImportFailed = Run(Import(module.Manifest)) is not RunOutcome.Succeeded;
    }

    /// <summary>Whether the module could not be imported; why has been shown.</summary>
    internal bool ImportFailed { get; }

    /// <summary>The code that a script asked to exit with, once it has.</summary>
    internal int? ExitCode => _host.ExitCode;

    internal int RunScript(string path, IReadOnlyList<string> arguments) =>
        CodeOf(Run(Script(ScriptCall.Of(path, arguments))), failed: false);

    /// <summary>Runs a text as pwsh -Command does: a failed last statement is a failed run.</summary>
    internal int RunText(string text)
    {
        var outcome = RunInput(text);
        return CodeOf(outcome, failed: _runspace.SessionStateProxy.GetVariable("?") is false);
    }

    /// <summary>Runs what a user typed: it enters the history, and only then does the engine set $? after it.</summary>
    internal RunOutcome RunInput(string text) => Run(Script(text), addToHistory: true);

    private static Command Import(string manifest) =>
        new("Import-Module") { Parameters = { { "Name", manifest }, { "ErrorAction", ActionPreference.Stop } } };

    private static Command Script(string text) => new(text, isScript: true);

    private RunOutcome Run(Command command, bool addToHistory = false)
    {
        using var shell = PowerShell.Create(_runspace);
        command.MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.Commands.AddCommand(command);
        shell.AddCommand(ShowOutputCommand.Cmdlet);
        using var interrupt = new Interrupt(shell);
        try
        {
            shell.Invoke(null, new PSInvocationSettings { AddToHistory = addToHistory });
            return interrupt.Stopped ? RunOutcome.Stopped : RunOutcome.Succeeded;
        }
        catch (PipelineStoppedException)
        {
            return interrupt.Stopped ? RunOutcome.Stopped : RunOutcome.Failed;
        }
        catch (RuntimeException exception)
        {
            Show(exception.ErrorRecord);
            return interrupt.Stopped ? RunOutcome.Stopped : RunOutcome.Failed;
        }
    }

    /// <summary>Runs a text of the host's own and returns what it gives, or nothing when it fails.</summary>
    internal string? Evaluate(string text)
    {
        using var shell = PowerShell.Create(_runspace).AddScript(text);
        try
        {
            return shell.Invoke().FirstOrDefault()?.ToString();
        }
        catch (RuntimeException)
        {
            return null;
        }
    }

    public void Dispose() => _runspace.Dispose();

    /// <summary>Shows what ended a pipeline, in the engine's own view of errors.</summary>
    private void Show(ErrorRecord error)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand(ShowOutputCommand.Cmdlet);

        // Of such a record the engine does not know that it is one of the error stream's.
        _console.ShowsFailure = true;
        shell.Invoke(new[] { error });
        _console.ShowsFailure = false;
    }

    private int CodeOf(RunOutcome outcome, bool failed) => outcome switch
    {
        RunOutcome.Stopped => ExitCodes.Interrupted,
        _ when ExitCode is { } code => code,
        RunOutcome.Failed => ExitCodes.Failure,
        _ => failed ? ExitCodes.Failure : ExitCodes.Success,
    };
}
