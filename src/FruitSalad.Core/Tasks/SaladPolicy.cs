namespace FruitSalad.Tasks;

/// <summary>Every choice that the rules depend on. Durations are before the time scale unless <see cref="Scale"/> made them.</summary>
public sealed record SaladPolicy
{
    /// <summary>Chapter 5 of the tutorial.</summary>
    public static readonly SaladPolicy Basic = new()
    {
        Lease = null,
        Renewal = false,
        LateResult = LateResult.CreditHolder,
        OnDisconnect = DisconnectPolicy.Ignore,
        Order = TaskOrder.Lifo,
        MaxAttempts = null,
        Poll = TimeSpan.FromSeconds(3),
        LongPoll = TimeSpan.Zero,
        LeaveWhenDrained = true,
    };

    /// <summary>Chapter 7 of the tutorial.</summary>
    public static readonly SaladPolicy Timeout = Basic with
    {
        Lease = TimeSpan.FromSeconds(5),
        LeaveWhenDrained = false,
    };

    /// <summary>For real work, and the default.</summary>
    public static readonly SaladPolicy Robust = new();

    /// <summary>How long a lease lasts without a sign of life; null: for ever.</summary>
    public TimeSpan? Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether workers renew what they hold, at a third of the lease.</summary>
    public bool Renewal { get; init; } = true;

    /// <summary>What a result is worth whose lease has ended.</summary>
    public LateResult LateResult { get; init; } = LateResult.FirstValid;

    /// <summary>What a closed connection means.</summary>
    public DisconnectPolicy OnDisconnect { get; init; } = DisconnectPolicy.Requeue;

    /// <summary>
    /// How long a worker that vanished may take to come back before its tasks go to others. Real time, not scaled: it
    /// is a connection's delay. A local process that has exited gets none.
    /// </summary>
    public TimeSpan DisconnectGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Which ready task goes first.</summary>
    public TaskOrder Order { get; init; } = TaskOrder.Fifo;

    /// <summary>After how many failed attempts a task is dead; null: never.</summary>
    public int? MaxAttempts { get; init; } = 5;

    /// <summary>
    /// How long a task waits after its first failed attempt before it is handed out again; twice as long after each
    /// further one. Zero: not at all.
    /// </summary>
    public TimeSpan RetryDelay { get; init; }

    /// <summary>The longest such wait.</summary>
    public TimeSpan LongestRetryDelay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one attempt may run, however faithfully it is renewed; null: as long as it likes.</summary>
    public TimeSpan? RunLimit { get; init; }

    /// <summary>After how long without any sign of life the salad ends; null: never.</summary>
    public TimeSpan? IdleLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The least idle limit until the first worker has come. Real time, not scaled: processes take as long to start
    /// whatever the time scale.
    /// </summary>
    public TimeSpan StartGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a worker waits before it asks again, where it polls.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a question may wait for an answer at the master; zero: answered at once. With the time after which a
    /// worker calls a call lost, well below the idle limit: nobody is taken for gone over one message that was lost.
    /// </summary>
    public TimeSpan LongPoll { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Chapter 5's quirk: an empty list sends the worker home although tasks are still in progress.</summary>
    public bool LeaveWhenDrained { get; init; }

    /// <summary>How the work is shared.</summary>
    public Strategy Strategy { get; init; }

    /// <summary>Under <see cref="Strategy.Static"/>: how the list is cut.</summary>
    public ShareCut ShareCut { get; init; }

    /// <summary>Whether what was handed out and comes back without a result is lost.</summary>
    public bool HandsOutOnce => Strategy == Strategy.Static && Lease is null;

    /// <summary>By how many distinct workers each task is done from the start, so that their answers can be compared.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>How many equal answers make a result.</summary>
    public int Quorum { get; init; } = 1;

    /// <summary>By how many workers a task is done at most where the answers differ; null: three times the replicas.</summary>
    public int? MaxReplicas { get; init; }

    /// <summary>The most replicas of a task.</summary>
    public int ReplicaLimit => MaxReplicas ?? 3 * Replicas;

    /// <summary>Whether answers are compared at all.</summary>
    public bool IsReplicated => Replicas > 1 || Quorum > 1;

    /// <summary>Why these choices contradict each other; null: they do not.</summary>
    public string? Flaw => this switch
    {
        { Replicas: < 1 } or { Quorum: < 1 } => "A task is done by at least one worker, and at least one answer makes a result.",
        _ when Replicas > ReplicaLimit || Quorum > ReplicaLimit =>
            $"With {ReplicaLimit} replicas at most there cannot be {Replicas} from the start, nor {Quorum} equal answers.",
        { IsReplicated: true, LateResult: LateResult.CreditHolder } =>
            "Answers can be compared only where it is known whose they are: not under CreditHolder.",
        { IsReplicated: true, Strategy: Strategy.Static } => "Static gives each task to one worker: there is nothing to compare.",
        _ => null,
    };

    /// <summary>How often a worker renews: a third of the lease; null where it does not.</summary>
    public TimeSpan? Heartbeat => Renewal && Lease is { } lease ? lease / 3 : null;

    /// <summary>How long a task waits that has failed so many times, from 1.</summary>
    public TimeSpan RetryDelayAfter(int failures)
    {
        TimeSpan delay = RetryDelay;
        for (int i = 1; i < failures && delay < LongestRetryDelay && delay > TimeSpan.Zero; i++)
        {
            delay *= 2;
        }

        return delay < LongestRetryDelay ? delay : LongestRetryDelay;
    }

    /// <summary>This policy, scaled, with what one task asks for.</summary>
    /// <param name="options">The task's options.</param>
    /// <param name="timeScale">What the options' durations are multiplied with.</param>
    public SaladPolicy For(TaskOptions options, double timeScale) =>
        options.RunLimit is null && options.MaxAttempts is null ? this : this with
        {
            RunLimit = options.RunLimit switch { null => RunLimit, { Ticks: 0 } => null, var limit => limit * timeScale },
            MaxAttempts = options.MaxAttempts switch { null => MaxAttempts, 0 => null, var cap => cap },
        };

    /// <summary>The preset's policy.</summary>
    public static SaladPolicy Of(Preset preset) => preset switch
    {
        Preset.Basic => Basic,
        Preset.Timeout => Timeout,
        _ => Robust,
    };

    /// <summary>The same policy with its durations multiplied, for lessons that go fast.</summary>
    /// <param name="timeScale">1 for real seconds.</param>
    public SaladPolicy Scale(double timeScale) => timeScale == 1 ? this : this with
    {
        Lease = Lease * timeScale,
        RunLimit = RunLimit * timeScale,
        RetryDelay = RetryDelay * timeScale,
        LongestRetryDelay = LongestRetryDelay * timeScale,
        IdleLimit = IdleLimit * timeScale,
        Poll = Poll * timeScale,
        LongPoll = LongPoll * timeScale,
    };
}
