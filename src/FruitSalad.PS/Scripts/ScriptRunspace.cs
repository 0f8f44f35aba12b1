using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using FruitSalad.Contract;

namespace FruitSalad.PS.Scripts;

/// <summary>The one runspace of a worker, on the thread that made it. It runs one item at a time.</summary>
/// <remarks>
/// An item finds the variables that the session began with and no others. As in ForEach-Object -Parallel, loaded modules,
/// functions and what is static in .NET stay from one item to the next.
/// </remarks>
internal sealed class ScriptRunspace : IDisposable
{
    /// <summary>What the item's script is called in its stack trace.</summary>
    private const string Function = "Invoke-SaladItem";

    private readonly ScriptHost _host = new();
    private readonly Runspace _runspace;
    private CompiledScript? _current;
    private bool _touched;

    public ScriptRunspace()
    {
        _runspace = RunspaceFactory.CreateRunspace(_host, InitialSessionState.CreateDefault2());
        _runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
    }

    /// <summary>Runs a script for an item.</summary>
    /// <param name="script">The script.</param>
    /// <param name="payload">The item; null: $null.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>All that it wrote, errors too.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public JsonText Run(CompiledScript script, JsonText? payload, CancellationToken stop)
    {
        object? item = payload is { } text ? TypedJson.Read(text.Text) : null;
        Prepare(script, item);
        using var records = new ItemRecords();
        _touched |= script.TouchesSession;
        Invoke(script, item, records, stop);
        if (_host.TakeExitCode() is { } code and not 0)
        {
            string message = Text.Of(Strings.ItemExited, code.ToString(CultureInfo.InvariantCulture));
            records.AddError(ItemRecords.Error(message, "ItemExited", ErrorCategory.InvalidResult));
        }

        return records.ToJson();
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    private void Invoke(CompiledScript script, object? item, ItemRecords records, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        PowerShell shell = PowerShell.Create();
        using var output = new PSDataCollection<PSObject>();
        shell.Runspace = _runspace;
        records.Listen(shell.Streams, output);
        shell.AddCommand(Function);
        object?[]? input = script.TakesPipeline ? [item] : null;
        if (input is null)
        {
            shell.AddArgument(item);
        }

        bool stopping = false;
        using (stop.Register(() => stopping = BeginStop(shell)))
        {
            try
            {
                shell.Invoke(input, output);
            }
            catch (PipelineStoppedException)
            {
                throw new OperationCanceledException(stop);
            }
            catch (RuntimeException failed)
            {
                records.AddError(failed.ErrorRecord);
            }
        }

        if (stopping)
        {
            // Left to the collector: whoever stops it may still be at it.
            throw new OperationCanceledException(stop);
        }

        shell.Dispose();
    }

    /// <summary>
    /// Stops a script without waiting, which may take as long as what is stopped. Not by the engine's own BeginStop: its
    /// thread would keep the process alive for as long.
    /// </summary>
    private static bool BeginStop(PowerShell shell)
    {
        new Thread(shell.Stop) { IsBackground = true }.Start();
        return true;
    }

    private void Prepare(CompiledScript script, object? item)
    {
        SessionStateProxy session = _runspace.SessionStateProxy;
        if (_touched)
        {
            _runspace.ResetRunspaceState();
            _touched = false;
            _current = null;
        }

        if (_current != script)
        {
            session.InvokeProvider.Item.Set("function:global:" + Function, script.Block);
            Begin(session, script.Package);
            _current = script;
        }

        session.SetVariable("_", item);
    }

    private static void Begin(SessionStateProxy session, ScriptPackage package)
    {
        foreach ((string name, object? value) in package.Using)
        {
            session.SetVariable(name, value);
        }

        session.SetVariable("VerbosePreference", Wanted(package.Verbose));
        session.SetVariable("DebugPreference", Wanted(package.Debug));
        session.SetVariable("ProgressPreference", ActionPreference.SilentlyContinue);
        if (package.Location is { } location && Directory.Exists(location))
        {
            session.Path.SetLocation(WildcardPattern.Escape(location));
        }
    }

    private static ActionPreference Wanted(bool wanted) => wanted ? ActionPreference.Continue : ActionPreference.SilentlyContinue;
}
