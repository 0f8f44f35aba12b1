using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace FruitSalad.PS.Scripts;

/// <summary>The one runspace of a worker, on the thread that made it. It runs one item at a time.</summary>
/// <remarks>
/// An item finds the variables that the session began with and no others. As in ForEach-Object -Parallel, loaded modules,
/// functions and what is static in .NET stay from one item to the next.
/// </remarks>
internal sealed class ScriptRunspace : IDisposable
{
    /// <summary>What runs the item's script.</summary>
    private const string Function = "Invoke-SaladItem";

    /// <summary>What does that for all items of a series.</summary>
    private const string Driver = "Invoke-SaladSeries";

    /// <summary>
    /// Until an item throws, exits or breaks out. No try, under which a script would end at errors that it otherwise
    /// survives, and no foreach, whose variable it would see.
    /// </summary>
    private static readonly ScriptBlock DriverBlock = Parser.ParseInput(
        $"param(${{salad series}}) while (${{salad series}}.MoveNext()) {{ $_ = ${{salad series}}.Current; {Function} $_ }}",
        Driver,
        out _,
        out _).GetScriptBlock();

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
        _runspace.SessionStateProxy.InvokeProvider.Item.Set("function:global:" + Driver, DriverBlock);
    }

    /// <summary>The lines of a stack trace that are the script's: without the one of what runs the series, which is the last.</summary>
    public static string? OwnTrace(string? trace) =>
        trace?.LastIndexOf('\n') is { } end and > 0 && trace.AsSpan(end).Contains($", {Driver}: ", StringComparison.Ordinal) ? trace[..end] : trace;

    /// <summary>Runs a script for an item, and for those that come after it and need nothing else.</summary>
    /// <returns>The item that came and needs another script; null: none.</returns>
    public ScriptCall? Run(ScriptCall first, BlockingCollection<ScriptCall> coming)
    {
        CompiledScript script = first.Script;
        try
        {
            Prepare(script);
        }
        catch (Exception failed)
        {
            first.Fail(failed);
            return null;
        }

        using var output = new PSDataCollection<PSObject>();
        PowerShell shell = PowerShell.Create();
        shell.Runspace = _runspace;
        using var series = new ScriptSeries(first, coming, () => BeginStop(shell));
        ItemRecords.Listen(shell.Streams, output, () => series.Records);
        if (script.TouchesSession || script.TakesPipeline)
        {
            RunOne(script, series, shell, output);
        }
        else
        {
            shell.AddCommand(Driver).AddArgument(series);
            Invoke(series, () => shell.Invoke(null, output));
        }

        if (!series.IsStopped)
        {
            // Else left to the collector: whoever stops it may still be at it.
            shell.Dispose();
        }

        return series.Left;
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    /// <summary>An item in a pipeline of its own: what it leaves in the session has to go before the next, or it takes its item by the pipeline.</summary>
    private void RunOne(CompiledScript script, ScriptSeries series, PowerShell shell, PSDataCollection<PSObject> output)
    {
        if (!series.MoveNext())
        {
            return;
        }

        _touched = script.TouchesSession;
        _runspace.SessionStateProxy.SetVariable("_", series.Current);
        shell.AddCommand(Function);
        object?[]? input = script.TakesPipeline ? [series.Current] : null;
        if (input is null)
        {
            shell.AddArgument(series.Current);
        }

        Invoke(series, () => shell.Invoke(input, output));
    }

    private void Invoke(ScriptSeries series, Action pipeline)
    {
        try
        {
            pipeline();
        }
        catch (RuntimeException failed) when (series.HasCurrent && failed is not PipelineStoppedException)
        {
            series.Records.AddError(failed.ErrorRecord);
        }
        catch (Exception failed) when (series.HasCurrent)
        {
            series.End(failed);
        }

        if (_host.TakeExitCode() is { } code and not 0 && series.HasCurrent)
        {
            string message = Text.Of(Strings.ItemExited, code.ToString(CultureInfo.InvariantCulture));
            series.Records.AddError(ItemRecords.Error(message, "ItemExited", ErrorCategory.InvalidResult));
        }

        series.End();
    }

    /// <summary>
    /// Stops a script without waiting, which may take as long as what is stopped. Not by the engine's own BeginStop: its
    /// thread would keep the process alive for as long.
    /// </summary>
    private static void BeginStop(PowerShell shell) => new Thread(shell.Stop) { IsBackground = true }.Start();

    private void Prepare(CompiledScript script)
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
