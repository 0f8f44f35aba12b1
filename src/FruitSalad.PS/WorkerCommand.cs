using System.Management.Automation;
using FruitSalad.Contract;
using FruitSalad.Processes;
using FruitSalad.Worker;

namespace FruitSalad.PS;

/// <summary>A cmdlet that makes workers for a master: what they offer, and how they fail.</summary>
public abstract class WorkerCommand : MasterCommand
{
    /// <summary>How likely a worker fails at each task, from 0 (never) to 1.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double CrashProbability { get; set; }

    /// <summary>Where in its loop a worker fails.</summary>
    /// <value>AfterWork</value>
    [Parameter]
    public CrashPoint CrashPoint { get; set; }

    /// <summary>How a worker fails.</summary>
    /// <value>Crash</value>
    [Parameter]
    public FailureKind FailureKind { get; set; }

    /// <summary>What every task's duration is multiplied with: more than 1 for a slow worker.</summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(0.01, 1000.0)]
    public double Slowness { get; set; } = 1;

    /// <summary>
    /// How likely a worker answers wrongly, from 0 (never) to 1, with every sign of health: it says of a fruit what is not
    /// so. A master finds out with -Replicas and -Quorum, and names it.
    /// </summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double LieProbability { get; set; }

    /// <summary>The seed that decides where a worker fails.</summary>
    /// <value>The salad's seed</value>
    [Parameter]
    public long? Seed { get; set; }

    /// <summary>
    /// How many tasks a worker asks for at once; it works on one at a time, in order. More saves round trips where tasks
    /// are short, and needs renewal (the Robust preset).
    /// </summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int Prefetch { get; set; } = 1;

    /// <summary>What a worker offers to tasks that ask for it, word by word: gpu, region=eu.</summary>
    [Parameter]
    [ValidateCount(0, Tasks.Label.MaxCount - 1)]
    [ValidateLength(1, Tasks.Label.MaxLength)]
    public string[] Label { get; set; } = [];

    /// <summary>
    /// The worker runs scripts too: script blocks that the salad's owner gives to Invoke-Salad -Master. Whoever knows the
    /// owner's secret can then do with it whatever the user who started it can. Without it
    /// no such task is given to it.
    /// </summary>
    [Parameter]
    public SwitchParameter AllowScript { get; set; }

    /// <summary>After how many seconds without any master a worker gives up. Real time, whatever the time scale.</summary>
    /// <value>30</value>
    [Parameter]
    [ValidateRange(0.1, 86_400.0)]
    public double GiveUpSeconds { get; set; } = 30;

    /// <summary>
    /// After how many seconds without an answer a worker takes its connection for broken, and says the same again on a new
    /// one. Real time, whatever the time scale. Less than usual makes up for a channel that loses messages.
    /// </summary>
    /// <value>10</value>
    [Parameter]
    [ValidateRange(0.05, 3600.0)]
    public double CallTimeoutSeconds { get; set; } = 10;

    private protected override Role Role => Role.Worker;

    /// <summary>What starts such workers.</summary>
    /// <param name="master">For whom.</param>
    /// <param name="command">What their processes run; null: they are threads.</param>
    /// <param name="respawn">Whether one that crashes is replaced.</param>
    private protected WorkerStarter MakeStarter(SaladMasterHandle master, ChildCommand? command, bool respawn = false) => new(master, command)
    {
        Respawn = respawn,
        Masters = AddressesOf(master),
        Plan = new CrashPlan { Probability = CrashProbability, Point = CrashPoint, Kind = FailureKind, Slowness = Slowness },
        Prefetch = Prefetch,
        Labels = Label,
        Lie = LieProbability,
        Seed = Seed,
        AllowScript = AllowScript,
        GiveUpAfter = TimeSpan.FromSeconds(GiveUpSeconds),
        CallTimeout = TimeSpan.FromSeconds(CallTimeoutSeconds),
    };
}
