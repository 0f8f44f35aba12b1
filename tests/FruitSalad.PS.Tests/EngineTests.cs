using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.PS.Tests;

/// <summary>Runs the cmdlets in the real engine, in this process, each test in a session of its own.</summary>
[Collection(SessionCollection.Name)]
public abstract class EngineTests : IDisposable
{
    protected static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    /// <summary>A start that is quick and the same each time. The lease outlasts any pause of a busy machine.</summary>
    protected const string Start = "$m = Start-SaladMaster -Port 0 -TimeScale 0.01 -LeaseSeconds 2000 -Seed 1 -WarningAction Ignore; ";
    private static readonly InitialSessionState State = MakeState();

    protected PowerShell Shell { get; } = PowerShell.Create(State);

    protected IEnumerable<string> ErrorIds => Shell.Streams.Error.Select(error => error.FullyQualifiedErrorId.Split(',')[0]);

    /// <summary>Runs a script on after those before it, and checks that nothing went wrong.</summary>
    protected List<PSObject> Run(string script)
    {
        var output = Try(script);
        Assert.Empty(Shell.Streams.Error.Select(error => error.ToString()));
        return output;
    }

    protected List<T> Run<T>(string script) => [.. Run(script).Select(output => (T)output.BaseObject)];

    /// <summary>Runs a script that may fail.</summary>
    protected List<PSObject> Try(string script)
    {
        Shell.Commands.Clear();
        Shell.Streams.ClearStreams();
        return [.. Shell.AddScript(script).Invoke()];
    }

    /// <summary>The id of the one error of a script that gives nothing else.</summary>
    protected string Fail(string script)
    {
        Assert.Empty(Try(script));
        return Assert.Single(ErrorIds);
    }

    /// <summary>A worker in this process, until it leaves.</summary>
    internal static async Task<Fate> WorkAsync(SaladMasterHandle master, int ordinal = 0, CrashPlan? plan = null, CancellationToken leave = default)
    {
        var options = new WorkerOptions
        {
            Id = new WorkerId(Guid.NewGuid()),
            Name = $"W-{ordinal}",
            Masters = master.Addresses,
            Key = master.WorkerKey!,
            Ordinal = ordinal,
            Plan = plan ?? CrashPlan.None,
        };
        var runner = new FruitRunner(TimeProvider.System, name => name);
        using var loop = new WorkerLoop(options, runner, TimeProvider.System, _ => { });
        return await loop.RunAsync(leave).WaitAsync(Bound, CancellationToken.None);
    }

    /// <summary>The whole salad, by one worker. Its culture is the session's.</summary>
    internal static void Serve(SaladMasterHandle master) => Assert.Equal(Fate.Leave, WorkAsync(master).GetAwaiter().GetResult());

    /// <summary>Waits until something has happened at a master.</summary>
    internal static async Task UntilAsync(SaladMasterHandle master, EventKind kind)
    {
        for (long next = 0; ;)
        {
            var page = await master.Calls.GetEventsAsync(new EventQuery(next, WaitMs: Bound.TotalMilliseconds), default).WaitAsync(Bound);
            if (page.Events.Any(e => e.Kind == kind))
            {
                return;
            }

            next = page.Next;
        }
    }

    /// <summary>Gives a file a Unix mode; elsewhere the test has nothing to show.</summary>
    protected static void SetMode(string path, UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    /// <summary>Does something as a user of a language.</summary>
    protected static void InCulture(string culture, Action action)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new CultureInfo(culture);
        try
        {
            action();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    /// <summary>Stops a script in the middle, as Ctrl+C does, and answers how long that took.</summary>
    /// <param name="script">What to stop.</param>
    /// <param name="ready">Comes to its end when it is time; null: as soon as the script has begun.</param>
    protected async Task<TimeSpan> StopInTheMiddleAsync(string script, Func<Task>? ready = null)
    {
        using var output = new PSDataCollection<PSObject>();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        output.DataAdded += (_, _) => begun.TrySetResult();
        Shell.Commands.Clear();
        var running = Shell.AddScript("'begun'; " + script).InvokeAsync<PSObject, PSObject>(null, output);
        await begun.Task.WaitAsync(Bound);
        await (ready?.Invoke() ?? Task.CompletedTask);
        var start = TimeProvider.System.GetTimestamp();
        await Shell.StopAsync(null, null).WaitAsync(Bound);
        await Assert.ThrowsAnyAsync<PipelineStoppedException>(() => running.WaitAsync(Bound));
        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>
    /// Waits until the session's first worker has begun its task. That the master has handed it out is not enough: a worker
    /// that is told to leave in between gives it back.
    /// </summary>
    internal static async Task UntilAtWorkAsync()
    {
        using var late = new CancellationTokenSource(Bound);
        while (!Session.Workers[0].Lines.Any(line => line.Said.Kind == WorkerLineKind.Preparing))
        {
            await Task.Delay(5, late.Token);
        }
    }

    public void Dispose()
    {
        Shell.Dispose();
        Session.Close();
        GC.SuppressFinalize(this);
    }

    private static InitialSessionState MakeState()
    {
        var state = InitialSessionState.CreateDefault2();
        foreach (var type in typeof(Session).Assembly.GetTypes())
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet)
            {
                state.Commands.Add(new SessionStateCmdletEntry($"{cmdlet.VerbName}-{cmdlet.NounName}", type, null));
            }
        }

        return state;
    }
}
