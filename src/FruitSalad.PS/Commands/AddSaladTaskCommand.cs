using System.Management.Automation;
using FruitSalad.Contract;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Commands;

/// <summary>Adds tasks to a salad that is still open, or to one that has ended.</summary>
/// <remarks>
/// <para>
/// A master that was started with -KeepOpen takes tasks at any time until Complete-Salad. A salad that has ended takes
/// tasks too, and goes on in a new round. Tasks from the pipeline are sent together, up to a thousand at a time: all of
/// these are added or none, and a connection that breaks in between does not add them twice.
/// </para>
/// <para>Each task is executed at least once and its result accepted exactly once.</para>
/// </remarks>
/// <example>
/// <code>Add-SaladTask -Name kiwi -Seconds 2</code>
/// <para>Adds a task to the only master of this session.</para>
/// </example>
/// <example>
/// <code>1..100 | ForEach-Object { @{ Name = "kiwi $_"; Seconds = 0.1 } } | ForEach-Object { [pscustomobject] $_ } | Add-SaladTask $m</code>
/// <para>Adds a hundred tasks to the master $m: Name, Seconds, Payload and DependsOn are taken from the objects.</para>
/// </example>
/// <example>
/// <code>$dough = Add-SaladTask -Name dough -Seconds 3 -PassThru; Add-SaladTask -Name crumble -Seconds 2 -DependsOn $dough.Id</code>
/// <para>Adds a task that is handed out only when another one is done.</para>
/// </example>
/// <example>
/// <code>Add-SaladTask -Name render -Label gpu -Priority 5 -DelaySeconds 60 -MaxAttempts 1</code>
/// <para>Adds a task that goes to a worker with a GPU, before others, in a minute at the earliest, and only once.</para>
/// </example>
[Cmdlet(VerbsCommon.Add, "SaladTask", SupportsShouldProcess = true)]
[OutputType(typeof(TaskEntry))]
public sealed class AddSaladTaskCommand : MasterCommand
{
    private const int BatchSize = 1000;
    private readonly List<NewTaskMessage> _batch = [];
    private SaladMasterHandle? _batchMaster;
    private int _sent;

    /// <summary>What people call the task.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>How long preparing it takes, in seconds before the time scale. 0: it takes what it takes.</summary>
    /// <value>0</value>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, 1e6)]
    public double Seconds { get; set; }

    /// <summary>What the worker needs beyond the name: anything that can be written as JSON.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? Payload { get; set; }

    /// <summary>Numbers of tasks that must be done before this one is handed out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public int[] DependsOn { get; set; } = [];

    /// <summary>Ready tasks of a higher priority go first; among equals the master's order decides.</summary>
    /// <value>0</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int Priority { get; set; }

    /// <summary>For how many seconds after it was added it is not handed out yet, before the time scale.</summary>
    /// <value>0</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, RecipeOrder.MaxDelaySeconds)]
    public double DelaySeconds { get; set; }

    /// <summary>How long one attempt may run, in seconds before the time scale. 0: as long as it likes.</summary>
    /// <value>As the master's -RunLimitSeconds</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalRange(0, RecipeOrder.MaxSeconds)]
    public double? RunLimitSeconds { get; set; }

    /// <summary>After how many failed attempts the task is given up. 0: never. 1: it is executed at most once.</summary>
    /// <value>As the master's -MaxAttempts</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalRange(0, int.MaxValue)]
    public int? MaxAttempts { get; set; }

    /// <summary>What a worker must offer to get the task, as with Start-SaladWorker -Label: gpu, region=eu.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateCount(0, Tasks.Label.MaxCount)]
    [ValidateLength(1, Tasks.Label.MaxLength)]
    public string[] Label { get; set; } = [];

    /// <summary>
    /// Any text that names this addition. Sent again with the same text, it adds nothing the second time: a script that
    /// does not know whether it got through can safely repeat it.
    /// </summary>
    /// <value>A new one each time</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Request { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>Returns the new tasks, with their numbers.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process(SaladMasterHandle master)
    {
        if (!ShouldProcess($"{master}: {Name}"))
        {
            return;
        }

        if (_batchMaster != master || _batch.Count == BatchSize)
        {
            Send();
        }

        _batchMaster = master;
        _batch.Add(new NewTaskMessage(Name, Seconds * 1000)
        {
            Payload = Payload is null ? null : new JsonText(JsonValue.Write(Payload)),
            DependsOn = DependsOn.Length == 0 ? null : DependsOn,
            Priority = Priority,
            DelayMs = DelaySeconds * 1000,
            RunLimitMs = RunLimitSeconds * 1000,
            MaxAttempts = MaxAttempts,
            Labels = Label.Length == 0 ? null : Label,
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Send();

    private void Send()
    {
        if (_batchMaster is { } master && _batch.Count > 0)
        {
            Try(master, () => Send(master));
            _batch.Clear();
        }
    }

    private void Send(SaladMasterHandle master)
    {
        var addition = new Addition($"{Request}/{_sent++}", [.. _batch]);
        var added = Await(master.Calls.AddTasksAsync(addition, StopToken));
        if (!PassThru)
        {
            return;
        }

        var page = Await(master.Calls.GetTasksAsync(new TaskQuery(null, added.First, added.Count), StopToken));
        foreach (var task in page.Tasks)
        {
            WriteObject(new TaskEntry(master, task));
        }
    }
}
