using System.Management.Automation;
using FruitSalad.Tasks;

namespace FruitSalad.PS;

/// <summary>A cmdlet that takes the policies of a salad, each by a parameter.</summary>
public abstract class PolicyCommand : SaladCommand
{
    /// <summary>
    /// The set of policies to begin with: Robust for real work, Basic and Timeout for the tutorial's chapters 5 and 7.
    /// The parameters below change single policies of it.
    /// </summary>
    /// <value>Robust</value>
    [Parameter]
    public Preset Preset { get; set; }

    /// <summary>
    /// How long a worker keeps a task without a sign of life before the task goes to others, in seconds. 0: for ever.
    /// </summary>
    /// <value>10 for Robust, 5 for Timeout, 0 for Basic</value>
    [Parameter]
    [ValidateRange(0, 1e6)]
    public double? LeaseSeconds { get; set; }

    /// <summary>Workers give no sign of life while they work: the lease must then be longer than any task.</summary>
    [Parameter]
    public SwitchParameter NoRenewal { get; set; }

    /// <summary>What to do with a result whose lease has ended.</summary>
    /// <value>FirstValid for Robust, CreditHolder for Timeout and Basic</value>
    [Parameter]
    public LateResult? LateResult { get; set; }

    /// <summary>What a closed connection means: the worker's tasks go to others, or nothing.</summary>
    /// <value>Requeue for Robust, Ignore for Timeout and Basic</value>
    [Parameter]
    public DisconnectPolicy? OnDisconnect { get; set; }

    /// <summary>
    /// How long a worker whose connection closed may take to come back, in seconds of real time, whatever the time
    /// scale. A process of this machine that has ended gets none.
    /// </summary>
    /// <value>2</value>
    [Parameter]
    [ValidateRange(0, 1e6)]
    public double? DisconnectGraceSeconds { get; set; }

    /// <summary>Which task goes first: the one that has waited longest, or the one that came last.</summary>
    /// <value>Fifo for Robust, Lifo for Timeout and Basic</value>
    [Parameter]
    public TaskOrder? Order { get; set; }

    /// <summary>After how many failed attempts a task is given up. 0: never.</summary>
    /// <value>5 for Robust, 0 for Timeout and Basic</value>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaxAttempts { get; set; }

    /// <summary>
    /// How long a task waits after its first failed attempt before it is handed out again, in seconds; twice as long
    /// after each further one, up to -LongestRetryDelaySeconds.
    /// </summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0, 1e6)]
    public double? RetryDelaySeconds { get; set; }

    /// <summary>The longest wait after a failed attempt, in seconds.</summary>
    /// <value>600</value>
    [Parameter]
    [ValidateRange(0, 1e6)]
    public double? LongestRetryDelaySeconds { get; set; }

    /// <summary>
    /// How long one attempt may run although its worker lives, in seconds: it finds a task that is stuck. 0: as long
    /// as it likes.
    /// </summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0, 1e6)]
    public double? RunLimitSeconds { get; set; }

    /// <summary>
    /// After how long without any sign of life the salad ends, in seconds; never while a lease is alive. 0: never.
    /// </summary>
    /// <value>30; 0 with KeepOpen</value>
    [Parameter]
    [ValidateRange(0, 1e6)]
    public double? IdleSeconds { get; set; }

    /// <summary>How long a worker that polls waits before it asks again, in seconds.</summary>
    /// <value>1 for Robust, 3 for Timeout and Basic</value>
    [Parameter]
    [ValidateRange(0.001, 3600.0)]
    public double? PollSeconds { get; set; }

    /// <summary>
    /// How long a question for a task may wait at the master, in seconds. 0: workers poll. With the 10 s after which a
    /// worker calls an answer lost, it should stay below -IdleSeconds.
    /// </summary>
    /// <value>10 for Robust, 0 for Timeout and Basic</value>
    [Parameter]
    [ValidateRange(0.0, 60.0)]
    public double? LongPollSeconds { get; set; }

    /// <summary>
    /// How the work is shared: MasterWorker hands a task to whoever asks; Static cuts the list once into as many shares as
    /// -ExpectWorkers says, and hands each over whole: without a lease a dead worker's share is lost then. WorkStealing has
    /// no master: peers steal from each other, as Invoke-Salad and Invoke-SaladExperiment make them.
    /// </summary>
    /// <value>MasterWorker</value>
    [Parameter]
    public Strategy? Strategy { get; set; }

    /// <summary>How -Strategy Static cuts the list: as cards are dealt, or the longest tasks first.</summary>
    /// <value>RoundRobin</value>
    [Parameter]
    public ShareCut? ShareCut { get; set; }

    /// <summary>By how many distinct workers each task is done, so that their answers can be compared.</summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(1, 100)]
    public int? Replicas { get; set; }

    /// <summary>How many equal answers make a result; whoever answers otherwise is named.</summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(1, 100)]
    public int? Quorum { get; set; }

    /// <summary>By how many workers a task is done at most where their answers differ; then it is dead.</summary>
    /// <value>Three times -Replicas</value>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? MaxReplicas { get; set; }

    /// <summary>A policy with what the parameters change of it.</summary>
    private protected SaladPolicy MakePolicy(SaladPolicy basis) => basis with
    {
        Lease = Limit(LeaseSeconds, basis.Lease),
        Renewal = basis.Renewal && !NoRenewal,
        LateResult = LateResult ?? basis.LateResult,
        OnDisconnect = OnDisconnect ?? basis.OnDisconnect,
        DisconnectGrace = Seconds(DisconnectGraceSeconds) ?? basis.DisconnectGrace,
        Order = Order ?? basis.Order,
        MaxAttempts = MaxAttempts switch { null => basis.MaxAttempts, 0 => null, var cap => cap },
        Strategy = Strategy ?? basis.Strategy,
        ShareCut = ShareCut ?? basis.ShareCut,
        Replicas = Replicas ?? basis.Replicas,
        Quorum = Quorum ?? basis.Quorum,
        MaxReplicas = MaxReplicas ?? basis.MaxReplicas,
        RetryDelay = Seconds(RetryDelaySeconds) ?? basis.RetryDelay,
        LongestRetryDelay = Seconds(LongestRetryDelaySeconds) ?? basis.LongestRetryDelay,
        RunLimit = Limit(RunLimitSeconds, basis.RunLimit),
        IdleLimit = Limit(IdleSeconds, basis.IdleLimit),
        Poll = Seconds(PollSeconds) ?? basis.Poll,
        LongPoll = Seconds(LongPollSeconds) ?? basis.LongPoll,
    };

    /// <summary>Whether the user gave this parameter.</summary>
    private protected virtual bool Has(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private static TimeSpan? Seconds(double? seconds) =>
        seconds is { } given ? TimeSpan.FromSeconds(given) : null;

    private static TimeSpan? Limit(double? seconds, TimeSpan? otherwise) =>
        seconds == 0 ? null : Seconds(seconds) ?? otherwise;
}
