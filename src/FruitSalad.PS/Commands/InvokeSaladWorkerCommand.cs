using System.Management.Automation;
using FruitSalad.Contract;
using FruitSalad.Processes;
using FruitSalad.PS.Scripts;
using FruitSalad.Worker;

namespace FruitSalad.PS.Commands;

/// <summary>Works for a master, here and now, until there is nothing more to do.</summary>
/// <remarks>
/// <para>The same worker as Start-SaladWorker starts, in the foreground: its log lines are its output, and Ctrl+C ends
/// it. This is how another terminal or another machine joins: with the master's port, or with the join file that
/// Start-SaladMaster wrote.</para>
/// </remarks>
/// <example>
/// <code>Invoke-SaladWorker 18861</code>
/// <para>In a second terminal of the same user: works for the master of the first.</para>
/// </example>
/// <example>
/// <code>Connect-SaladMaster -JoinFile ./salad.join | Invoke-SaladWorker -Name kitchen-2</code>
/// <para>On another machine that was given the join file.</para>
/// </example>
/// <example>
/// <code>Connect-SaladMaster -JoinFile ./salad.join | Invoke-SaladWorker -AllowScript</code>
/// <para>The same, and it also runs the script blocks of the salad's owner.</para>
/// </example>
/// <seealso cref="StartSaladWorkerCommand"/>
[Cmdlet(VerbsLifecycle.Invoke, "SaladWorker")]
[OutputType(typeof(LogEntry))]
public sealed class InvokeSaladWorkerCommand : MasterCommand
{
    /// <summary>How likely the worker fails at each task, from 0 (never) to 1. A crash ends only the work, not the session.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double CrashProbability { get; set; }

    /// <summary>Where in its loop the worker fails.</summary>
    /// <value>AfterWork</value>
    [Parameter]
    public CrashPoint CrashPoint { get; set; }

    /// <summary>How the worker fails.</summary>
    /// <value>Crash</value>
    [Parameter]
    public FailureKind FailureKind { get; set; }

    /// <summary>What every task's duration is multiplied with: more than 1 for a slow worker.</summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(0.01, 1000.0)]
    public double Slowness { get; set; } = 1;

    /// <summary>
    /// How likely the worker answers wrongly, from 0 (never) to 1, with every sign of health: it says of a fruit what is not
    /// so. A master finds out with -Replicas and -Quorum, and names it.
    /// </summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double LieProbability { get; set; }

    /// <summary>The seed that decides where the worker fails.</summary>
    /// <value>The salad's seed</value>
    [Parameter]
    public long? Seed { get; set; }

    /// <summary>How many tasks the worker asks for at once; it works on one at a time, in order.</summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int Prefetch { get; set; } = 1;

    /// <summary>What the worker offers to tasks that ask for it, word by word: gpu, region=eu.</summary>
    [Parameter]
    [ValidateCount(0, Tasks.Label.MaxCount - 1)]
    [ValidateLength(1, Tasks.Label.MaxLength)]
    public string[] Label { get; set; } = [];

    /// <summary>What people call the worker.</summary>
    /// <value>W- and the number of this process</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateLength(1, 60)]
    public string? Name { get; set; }

    /// <summary>
    /// The worker runs scripts too: script blocks that the salad's owner gives to Invoke-Salad -Master. Whoever knows the
    /// owner's secret can then do with it whatever the user who started it can. Without it none is
    /// given such a task.
    /// </summary>
    [Parameter]
    public SwitchParameter AllowScript { get; set; }

    /// <summary>After how many seconds without any master the worker gives up. Real time, whatever the time scale.</summary>
    /// <value>30</value>
    [Parameter]
    [ValidateRange(0.1, 86_400.0)]
    public double GiveUpSeconds { get; set; } = 30;

    private protected override Role Role => Role.Worker;

    private protected override void Process(SaladMasterHandle master)
    {
        var starter = new WorkerStarter(master, command: null)
        {
            Masters = AddressesOf(master),
            Plan = new CrashPlan { Probability = CrashProbability, Point = CrashPoint, Kind = FailureKind, Slowness = Slowness },
            Prefetch = Prefetch,
            AllowScript = AllowScript,
            Labels = Label,
            Lie = LieProbability,
            Seed = Seed,
            GiveUpAfter = TimeSpan.FromSeconds(GiveUpSeconds),
        };
        string name = Name ?? $"W-{Environment.ProcessId}";
        WorkerThread worker = WorkerThread.Start(
            starter.SettingsOf(name, Session.NextOrdinal(master)),
            line => Post(() => WriteObject(new LogEntry(new WorkerLogLine(name, line)))),
            () => new ScriptTaskRunner());
        try
        {
            Await(worker.Exited);
        }
        finally
        {
            worker.Kill();
        }

        if (worker.Exited.Result == WorkerExit.Failed)
        {
            WriteError(Errors.MasterLost(master));
        }
    }
}
