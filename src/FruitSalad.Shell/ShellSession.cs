using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace FruitSalad.Shell;

/// <summary>The engine with the module imported: one runspace, one pipeline at a time, on the caller's thread.</summary>
internal sealed class ShellSession : IDisposable
{
    private readonly ShellHost _host;
    private readonly Runspace _runspace;

    internal ShellSession(ModuleFolder module, ShellOptions options)
    {
        _host = new ShellHost(new ConsoleInterface(!options.NonInteractive));

        // CreateDefault wants snap-ins that only pwsh's own folder has.
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.RemoteSigned;
        }

        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
        ImportFailed = Run(new Command("Import-Module") { Parameters = { { "Name", module.Manifest } } })
            is not RunOutcome.Succeeded;
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

    /// <summary>Shows an error in the engine's own concise view.</summary>
    private void Show(ErrorRecord error)
    {
        using var shell = PowerShell.Create(_runspace);
        var record = PSObject.AsPSObject(error);

        // What the engine itself sets on the errors of a pipeline: it sends them to the error writer.
        record.Properties.Add(new PSNoteProperty("writeErrorStream", true));
        shell.AddCommand(ShowOutputCommand.Cmdlet).Invoke(new[] { record });
    }

    private int CodeOf(RunOutcome outcome, bool failed) => outcome switch
    {
        RunOutcome.Stopped => ExitCodes.Interrupted,
        _ when ExitCode is { } code => code,
        RunOutcome.Failed => ExitCodes.Failure,
        _ => failed ? ExitCodes.Failure : ExitCodes.Success,
    };
}
