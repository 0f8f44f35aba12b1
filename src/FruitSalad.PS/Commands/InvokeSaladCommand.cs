using System.Globalization;
using System.Management.Automation;
using FruitSalad.Contract;
using FruitSalad.History;
using FruitSalad.Processes;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.PS.Commands;

/// <summary>How the work is shared.</summary>
public enum SaladStrategy
{
    /// <summary>A master hands a task to whoever asks for one.</summary>
    MasterWorker,

    /// <summary>The list is cut once, and each worker gets its share whole: a dead worker's is lost without a lease.</summary>
    Static,

    /// <summary>Nobody hands anything out: each peer has a list, and whose list is empty steals from another's.</summary>
    WorkStealing,

    /// <summary>One cook alone, one task after the other: what everything else is measured against.</summary>
    Sequential,
}

/// <summary>Runs a script block for each item on worker processes, or makes a whole salad in one line.</summary>
/// <remarks>
/// <para>With a script block it is a parallel for-each that survives crashes: a master and workers are started, each
/// item of the pipeline becomes a task, and what the script block writes comes back in the order of the items - or with
/// -AsCompleted as it comes. With -Master the workers that joined that master do it; those on other machines must have
/// been started with -AllowScript. The item is $_ and the first argument; $using: variables of the caller come along.</para>
/// <para>Execution is at least once: an item whose worker died or got stuck (-TimeoutSeconds) is done again by another, up
/// to -MaxAttempts attempts. With -MaxAttempts 1 it is done at most once, and reported as an error where that was not
/// enough (ItemLost). What a script reports as an error is a result and is not tried again: it comes back as a
/// non-terminating error (ItemFailed) with the item as its target, the script's message, and its position on the worker
/// (Exception.ScriptStackTrace). Whatever it wrote before it failed comes too.</para>
/// <para>Items and results cross as data, never as objects that live. Kept with their types: null, strings, booleans, all
/// number types, char, datetime, datetimeoffset, dateonly, timeonly, timespan, guid, version, uri, byte[], arrays,
/// hashtables, ordered dictionaries and custom objects of these, 20 levels deep. Other collections become arrays; enums
/// become their names, types and script blocks their texts; everything else becomes a custom object of its public
/// properties, the objects among which become texts. Secrets (SecureString, PSCredential) are refused. An item and a
/// script with its variables have 4 MiB each at most, an item's output 13.7 MiB: beyond it there is none, and an
/// error. Of warnings, verbose, debug and information messages and errors, 1000 or 1 MiB an item are kept; progress is
/// not sent.</para>
/// <para>`exit` ends the item and not the worker; with another code than 0 it is an error. A script that ends the process
/// ([Environment]::Exit) is a crash. A worker runs one item at a time in one runspace: variables do not stay from one
/// item to the next; loaded modules, functions and what is static in .NET do.</para>
/// <para>Without a script block it makes a salad: a master, its workers, the wait, and the results in the order of the
/// tasks' numbers; what happens meanwhile goes to the information stream, one log line an event: show it with
/// -InformationAction Continue. With -Strategy Sequential nothing is started: the tasks are done here, one after the
/// other.</para>
/// <para>With -Strategy WorkStealing there is no master: the tasks are dealt out to peers, each a process with a list and
/// a port. A peer whose list is empty takes the later half of a random other one's. When one dies, the others do what it
/// had, and do again what it alone had done; they find out by themselves when everything is done, and this command
/// gathers the results: the first valid one of each task, once. Tasks that depend on each other, or come later, need
/// somebody who knows what is done, and are refused.</para>
/// <para>Everything that it starts ends with it, also on Ctrl+C. A master of -Master is told to do without the items that
/// are not finished then.</para>
/// </remarks>
/// <example>
/// <code>1..1000 | Invoke-Salad { param($n) $n * 2 } -Workers 4 -Respawn</code>
/// <para>The doubles in order, by four processes that are replaced when they die.</para>
/// </example>
/// <example>
/// <code>Get-ChildItem *.iso | Invoke-Salad { Get-FileHash $_.FullName } -TimeoutSeconds 600 -AsCompleted</code>
/// <para>Each file's hash as soon as it is known; one that takes over ten minutes is stopped and tried again.</para>
/// </example>
/// <example>
/// <code>1..100 | Invoke-Salad { "$using:prefix-$_" } -Master $m</code>
/// <para>By the workers of the master $m, wherever they are.</para>
/// </example>
/// <example>
/// <code>Invoke-Salad -Recipe FruitSalad -Workers 3 -TimeScale 0.1</code>
/// <para>Eleven fruits on three worker processes.</para>
/// </example>
/// <example>
/// <code>Invoke-Salad FruitSaladSequential -Strategy Sequential -InformationAction Continue</code>
/// <para>The same work by one cook alone, in real seconds: 26 of them.</para>
/// </example>
/// <example>
/// <code>Invoke-Salad FruitSalad -Strategy WorkStealing -CrashProbability 0.1 -TimeScale 0.1 -InformationAction Continue</code>
/// <para>Three peers without a master, who steal from each other and do what a dead one leaves.</para>
/// </example>
/// <seealso cref="StartSaladMasterCommand"/>
/// <seealso cref="StartSaladWorkerCommand"/>
[Cmdlet(VerbsLifecycle.Invoke, "Salad", SupportsShouldProcess = true, DefaultParameterSetName = OwnWorkers)]
[OutputType(typeof(SaladResult), ParameterSetName = [OfRecipe])]
[OutputType(typeof(object), ParameterSetName = [OwnWorkers, OfMaster])]
public sealed partial class InvokeSaladCommand : SaladCommand
{
    private const string OfRecipe = "Recipe";
    private const string OwnWorkers = "Script";
    private const string OfMaster = "Master";

    /// <summary>How long to wait for the next log line before looking again, in ms.</summary>
    private const double Look = 500;

    /// <summary>What to make: a recipe, the name of one that comes with the module, or the path of a recipe's file.</summary>
    /// <value>FruitSalad</value>
    [Parameter(ParameterSetName = OfRecipe, Position = 0, ValueFromPipeline = true)]
    [RecipeCompleter]
    [ValidateNotNull]
    public object? Recipe { get; set; }

    /// <summary>How the work is shared.</summary>
    /// <value>MasterWorker</value>
    [Parameter(ParameterSetName = OfRecipe)]
    public SaladStrategy Strategy { get; set; }

    /// <summary>How many workers.</summary>
    /// <value>3; with a script block, one for each processor</value>
    [Parameter(ParameterSetName = OfRecipe)]
    [Parameter(ParameterSetName = OwnWorkers)]
    [Alias("ThrottleLimit")]
    [ValidateRange(1, 1000)]
    public int Workers { get; set; } = 3;

    /// <summary>This process works too, as one more worker in a thread of its own.</summary>
    [Parameter]
    public SwitchParameter IncludeMaster { get; set; }

    /// <summary>How -Strategy Static cuts the list: as cards are dealt, or the longest tasks first.</summary>
    /// <value>RoundRobin</value>
    [Parameter]
    public ShareCut ShareCut { get; set; }

    /// <summary>By how many distinct workers each task is done, so that their answers can be compared.</summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(1, 100)]
    public int Replicas { get; set; } = 1;

    /// <summary>How many equal answers make a result; whoever answers otherwise is named.</summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(1, 100)]
    public int Quorum { get; set; } = 1;

    /// <summary>How likely each worker crashes after each task, from 0 (never) to 1.</summary>
    /// <value>0</value>
    [Parameter(ParameterSetName = OfRecipe)]
    [Parameter(ParameterSetName = OwnWorkers)]
    [ValidateRange(0.0, 1.0)]
    public double CrashProbability { get; set; }

    /// <summary>A worker that crashes is replaced by a new one.</summary>
    [Parameter(ParameterSetName = OfRecipe)]
    [Parameter(ParameterSetName = OwnWorkers)]
    public SwitchParameter Respawn { get; set; }

    /// <summary>Threads of this session instead of processes: they start at once, and a crash of a script is the session's.</summary>
    [Parameter(ParameterSetName = OfRecipe)]
    [Parameter(ParameterSetName = OwnWorkers)]
    public SwitchParameter InProcess { get; set; }

    /// <summary>Which set of policies.</summary>
    /// <value>Robust</value>
    [Parameter(ParameterSetName = OfRecipe)]
    public Preset Preset { get; set; }

    /// <summary>What every duration is multiplied with; 1 for real seconds.</summary>
    /// <value>1</value>
    [Parameter(ParameterSetName = OfRecipe)]
    [ValidateRange(0.0001, 1000.0)]
    public double TimeScale { get; set; } = 1;

    /// <summary>The seed of the order and of the crashes; recorded.</summary>
    /// <value>A new one each time</value>
    [Parameter(ParameterSetName = OfRecipe)]
    [Parameter(ParameterSetName = OwnWorkers)]
    public long? Seed { get; set; }

    /// <summary>Keeps the recipe's order.</summary>
    [Parameter(ParameterSetName = OfRecipe)]
    public SwitchParameter NoShuffle { get; set; }

    /// <summary>
    /// After how many real seconds to give up; 0: never. With a script block: how long one attempt at an item may run
    /// before it is stopped, though its worker lives.
    /// </summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0.0, 86_400.0)]
    public double TimeoutSeconds { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (ScriptBlock is { } script && ShouldProcess(Text.Of(Strings.InvokeScript, Master?.ToString() ?? Environment.MachineName)))
        {
            BeginScript(script);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ScriptBlock is null)
        {
            Make();
        }
        else if (_run is { } run)
        {
            Add(run, InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_run is { } run)
        {
            EndScript(run);
        }
    }

    private void Make()
    {
        Recipe recipe = FindRecipe(Recipe ?? InputObject ?? Tasks.Recipe.FruitSalad);
        if (!ShouldProcess(recipe.Name))
        {
            return;
        }

        if (Strategy == SaladStrategy.Sequential)
        {
            MakeAlone(recipe);
        }
        else if (Strategy == SaladStrategy.WorkStealing)
        {
            MakeByStealing(recipe);
        }
        else
        {
            MakeTogether(recipe);
        }
    }

    /// <summary>Chapter 2: one line a fruit, then "ready" and the time with one decimal.</summary>
    private void MakeAlone(Recipe recipe)
    {
        long start = TimeProvider.System.GetTimestamp();
        foreach (SaladTask task in recipe.Tasks)
        {
            Tell(LogLine.FormatSequential(task, TimeScale, CultureInfo.CurrentUICulture));
            Await(Task.Delay(task.Duration * TimeScale, StopToken));
            WriteObject(new SaladResult(task.Id, task.Name, FruitText.Prepared(task.Name)));
        }

        Tell(LogLine.FormatServed(TimeProvider.System.GetElapsedTime(start), CultureInfo.CurrentUICulture));
    }

    private void MakeTogether(Recipe recipe)
    {
        using SaladMasterHandle master = StartMaster(recipe);
        Session.Add(master);
        SaladWorker[] workers = StartWorkers(master);
        try
        {
            FollowToTheEnd(recipe, master);
        }
        finally
        {
            Array.ForEach(workers, worker => worker.Dispose());
        }
    }

    private void FollowToTheEnd(Recipe recipe, SaladMasterHandle master)
    {
        Follow(master);
        MasterStatus status = new(master, Await(master.Calls.GetStatusAsync(new StatusQuery(), StopToken)));
        if (status.EndReason != EndReason.Completed)
        {
            WriteError(status.State == SaladState.Ended
                ? Errors.SaladNotServed(recipe.Name, status.EndReason, status.Done, status.Total)
                : Errors.SaladWaitTimeout(master, TimeoutSeconds));
        }

        WriteResults(master);
    }

    private SaladMasterHandle StartMaster(Recipe recipe)
    {
        long seed = Seed ?? Random.Shared.Next();
        bool shuffles = !NoShuffle && recipe.Tasks.All(task => task.DependsOn.Count == 0);
        var settings = new SaladSettings
        {
            Name = recipe.Name,
            Id = Guid.NewGuid(),
            Policy = MakePolicy().Scale(TimeScale),
            TimeScale = TimeScale,
            Seed = seed,
            ExpectWorkers = Workers + (IncludeMaster ? 1 : 0),
        };
        NewTask[] tasks = [.. (shuffles ? recipe.Shuffle(seed) : recipe).Tasks.Select(TaskInput.Of)];
        try
        {
            return SaladMasterHandle.Of(MasterHost.Start(
                new MasterOptions { Port = 0, Keys = SaladKeys.Create() }, settings, tasks, TimeProvider.System));
        }
        catch (ArgumentException unfit)
        {
            throw Terminating(Errors.TasksUnfit(recipe.Name, unfit));
        }
    }

    private SaladPolicy MakePolicy() => SaladPolicy.Of(Preset) with
    {
        Strategy = Strategy == SaladStrategy.Static ? Tasks.Strategy.Static : Tasks.Strategy.MasterWorker,
        ShareCut = ShareCut,
        Replicas = Replicas,
        Quorum = Quorum,
    };

    private SaladWorker[] StartWorkers(SaladMasterHandle master)
    {
        var starter = new WorkerStarter(master, InProcess ? null : WorkerHost())
        {
            Plan = new CrashPlan { Probability = CrashProbability },
            Respawn = Respawn,
        };
        SaladWorker[] workers = [.. Enumerable.Range(0, Workers).Select(_ => starter.Start(null))];
        return IncludeMaster
            ? [.. workers, new WorkerStarter(master, command: null).Start($"W-{Environment.ProcessId}")]
            : workers;
    }

    /// <summary>Tells the log as it grows, until the end or until the time is over.</summary>
    private void Follow(SaladMasterHandle master)
    {
        SaladStatus first = Await(master.Calls.GetStatusAsync(new StatusQuery(), StopToken));
        var log = new LogReader(master, first);
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            double left = TimeoutSeconds == 0 ? Look : (TimeoutSeconds - TimeProvider.System.GetElapsedTime(start).TotalSeconds) * 1000;
            var query = new EventQuery(log.Next, WaitMs: Math.Clamp(left, 0, Look));
            EventAnswer page = Await(master.Calls.GetEventsAsync(query, StopToken));
            foreach (LogEntry line in log.Read(page))
            {
                Tell(line.Line);
            }

            if (page.Ended || left <= 0)
            {
                return;
            }
        }
    }

    private void WriteResults(SaladMasterHandle master)
    {
        for (ResultQuery? query = new(); query is not null;)
        {
            ResultPage page = Await(master.Calls.GetResultsAsync(query, StopToken));
            foreach (ResultView result in page.Results)
            {
                WriteObject(new SaladResult(result));
            }

            query = page.Next is { } from ? query with { From = from } : null;
        }
    }

    private void Tell(string line) => WriteInformation(new HostInformationMessage { Message = line }, ["Salad"]);
}
