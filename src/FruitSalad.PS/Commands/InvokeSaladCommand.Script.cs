using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using FruitSalad.Contract;
using FruitSalad.PS.Scripts;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.PS.Commands;

public sealed partial class InvokeSaladCommand
{
    /// <summary>Enough that short items share a round trip, few enough that a dead worker leaves little to be done again.</summary>
    private const int MaxInHand = 500;

    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(50);

    /// <summary>The worker stops a stuck item itself. This is for one that does not: time for the engine to start as well.</summary>
    private static readonly TimeSpan TimeoutSlack = TimeSpan.FromSeconds(30);

    /// <summary>Whoever stops the command does not wait longer for a master that does not answer.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(3);

    private readonly List<SaladWorker> _ownWorkers = [];
    private ScriptRun? _run;
    private SaladMasterHandle? _ownMaster;

    /// <summary>What to run for each item. The item is $_ and the first argument.</summary>
    [Parameter(ParameterSetName = OwnWorkers, Position = 0)]
    [Parameter(ParameterSetName = OfMaster, Position = 0, Mandatory = true)]
    [ValidateNotNull]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>The items; usually from the pipeline. Without a script block: a recipe.</summary>
    [Parameter(ParameterSetName = OwnWorkers, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = OfMaster, ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>
    /// The master whose workers run the script block: a handle, 'host:port', or a port of this machine. It must be open
    /// to new tasks (-KeepOpen), or have ended. Its own policies say how often an item is tried.
    /// </summary>
    [Parameter(ParameterSetName = OfMaster, Mandatory = true)]
    [MasterTransformation]
    [MasterCompleter]
    [ValidateNotNull]
    public SaladMasterHandle? Master { get; set; }

    /// <summary>
    /// How often an item is tried whose worker dies or which runs too long. 1: at most once; then a worker takes one item
    /// at a time, which is slower where items are short.
    /// </summary>
    /// <value>5</value>
    [Parameter(ParameterSetName = OwnWorkers)]
    [ValidateRange(1, 1000)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Returns results as they come instead of in the order of the items.</summary>
    [Parameter(ParameterSetName = OwnWorkers)]
    [Parameter(ParameterSetName = OfMaster)]
    public SwitchParameter AsCompleted { get; set; }

    private TimeSpan? Timeout => TimeoutSeconds > 0 ? TimeSpan.FromSeconds(TimeoutSeconds) : null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (Master is not null)
            {
                _run?.WithdrawAsync().Wait(LongestFarewell);
            }

            _run?.Dispose();

            // All at once, then wait for each: a killed process takes a moment to be gone.
            _ownWorkers.ForEach(worker => worker.Kill());
            _ownWorkers.ForEach(worker => worker.Dispose());
            _ownMaster?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void BeginScript(ScriptBlock script)
    {
        SharedValue shared = Package(script);
        SaladMasterHandle master = Master ?? StartMaster();
        try
        {
            Open(master);
            Await(master.Calls.ShareAsync(shared, StopToken));
        }
        catch (Exception failed) when (Errors.Explain(failed, master) is { } error)
        {
            ThrowTerminatingError(error);
        }

        if (Master is null)
        {
            StartWorkers(master, MyInvocation.BoundParameters.ContainsKey(nameof(Workers)) ? Workers : Environment.ProcessorCount);
        }

        _run = new ScriptRun(
            master.Calls, shared.Key, Master is null ? null : Tasks.Label.Script, AsCompleted, NobodyIsLeft, outcome => Post(() => Write(outcome)));
        _run.Start();
    }

    private SharedValue Package(ScriptBlock script)
    {
        var text = new ScriptText(script);
        var values = text.UsingNames.ToDictionary(ScriptText.NameOf, ValueOf);
        var package = new ScriptPackage(text.Text)
        {
            File = text.File,
            Using = values,
            Location = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
            Timeout = Timeout,
            Verbose = Wants("Verbose"),
            Debug = Wants("Debug"),
        };
        try
        {
            return package.ToShared();
        }
        catch (UnfitValueException unfit)
        {
            throw Terminating(Errors.ScriptUnfit(unfit.Message));
        }
    }

    /// <summary>The value of a $using: variable, which must be there and fit to be sent.</summary>
    private object? ValueOf(string name)
    {
        if (SessionState.PSVariable.Get(name) is not { } variable)
        {
            throw Terminating(Errors.UsingNotSet(name));
        }

        try
        {
            _ = TypedJson.Write(variable.Value, LocalOwner.MaxInput);
            return variable.Value;
        }
        catch (UnfitValueException unfit)
        {
            throw Terminating(Errors.UsingUnfit(name, unfit.Message));
        }
    }

    private bool Wants(string stream) => MyInvocation.BoundParameters.TryGetValue(stream, out object? on)
        ? (SwitchParameter)on
        : GetVariableValue(stream + "Preference") is not (null or ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private SaladMasterHandle StartMaster()
    {
        var settings = new SaladSettings
        {
            Name = "Invoke-Salad",
            Id = Guid.NewGuid(),
            Policy = SaladPolicy.Robust with { MaxAttempts = MaxAttempts, RunLimit = Timeout + TimeoutSlack },
            Seed = Seed ?? Random.Shared.Next(),
            KeepOpen = true,
        };
        _ownMaster = SaladMasterHandle.Of(MasterHost.Start(
            new MasterOptions { Port = 0, Keys = SaladKeys.Create(), Rehearse = false }, settings, [], TimeProvider.System));

        // Ended with the session, but none of its masters: other commands do not take it for theirs.
        Session.Own(_ownMaster);
        return _ownMaster;
    }

    private void StartWorkers(SaladMasterHandle master, int count)
    {
        var starter = new WorkerStarter(master, InProcess ? null : WorkerHost())
        {
            Plan = new CrashPlan { Probability = CrashProbability },
            Respawn = Respawn,
            AllowScript = true,
            Quiet = true,
            Rehearse = false,

            // One in hand, where an item must not be begun twice: the master knows of no other that it was begun.
            Prefetch = MaxAttempts == 1 ? 1 : MaxInHand,
            Ahead = Ahead,
        };
        try
        {
            for (int i = 0; i < count; i++)
            {
                _ownWorkers.Add(starter.Start(null));
            }
        }
        catch (Win32Exception cannot)
        {
            ThrowTerminatingError(Errors.WorkerHostUnavailable(cannot.Message, cannot));
        }
    }

    private bool NobodyIsLeft() => Master is null && _ownWorkers.TrueForAll(worker => worker.Exited!.IsCompleted);

    private void Add(ScriptRun run, object? item)
    {
        if (run.Done.IsCompleted)
        {
            AwaitRun(run);
        }

        try
        {
            ReadOnlyMemory<byte> payload = TypedJson.Write(item, LocalOwner.MaxInput);
            run.Add(item, new JsonText(Encoding.UTF8.GetString(payload.Span)));
        }
        catch (UnfitValueException unfit)
        {
            WriteError(Errors.ItemUnfit(item, unfit.Message));
        }

        WritePosted();
    }

    private void EndScript(ScriptRun run)
    {
        run.Complete();
        ProgressRecord? progress = null;
        bool warned = false;
        long start = TimeProvider.System.GetTimestamp();
        while (!run.Done.IsCompleted)
        {
            Await(Task.WhenAny(run.Done, Task.Delay(TimeSpan.FromMilliseconds(Look), StopToken)));
            warned = warned || (run.Finished == 0 && !run.Done.IsCompleted && WarnIfNobodyAllowsScripts());
            if (TimeProvider.System.GetElapsedTime(start).TotalSeconds > 1)
            {
                progress = Show(run);
            }
        }

        AwaitRun(run);
        if (progress is not null)
        {
            progress.RecordType = ProgressRecordType.Completed;
            WriteProgress(progress);
        }
    }

    /// <summary>Workers are there, and none of them may run a script: the items wait for one that may.</summary>
    private bool WarnIfNobodyAllowsScripts()
    {
        if (Master is null)
        {
            return false;
        }

        SaladStatus status = Await(Master.Calls.GetStatusAsync(new StatusQuery(), StopToken));
        WorkerView[] present = [.. status.Workers.Where(worker => worker.State is WorkerState.Waiting or WorkerState.Working)];
        if (present.Length == 0 || present.Any(worker => worker.Labels?.Contains(Tasks.Label.Script) == true))
        {
            return false;
        }

        WriteWarning(Text.Of(Strings.NobodyAllowsScripts, Master));
        return true;
    }

    private void AwaitRun(ScriptRun run)
    {
        try
        {
            Await(run.Done);
        }
        catch (Exception failed) when (Errors.Explain(failed, Master ?? _ownMaster!) is { } error)
        {
            ThrowTerminatingError(error);
        }
    }

    private ProgressRecord Show(ScriptRun run)
    {
        var progress = new ProgressRecord(
            (Master ?? _ownMaster!).Port,
            Strings.ItemsProgressActivity,
            Text.Of(Strings.ItemsProgressStatus, run.Finished.ToString(CultureInfo.CurrentCulture), run.Added))
        {
            PercentComplete = run.Added == 0 ? -1 : run.Finished * 100 / run.Added,
        };
        WriteProgress(progress);
        return progress;
    }
}
