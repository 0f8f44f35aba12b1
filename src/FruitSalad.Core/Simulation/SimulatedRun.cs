using FruitSalad.Faults;
using FruitSalad.History;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Simulation;

/// <summary>One run of a plan: the real master, the real store and the real workers' steps, on one thread.</summary>
internal sealed class SimulatedRun
{
    /// <summary>How long the last messages may take after the end; nothing of interest comes later.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromMinutes(2);

    /// <summary>How many steps go by between two looks at whether it shall go on: some milliseconds.</summary>
    private const int StepsPerLook = 4096;

    private readonly Watch _watch;
    private readonly bool _patient;
    private readonly SaladTask[] _tasks;

    /// <summary>So many steps in no time are an endless loop: somebody is called again and again for nothing.</summary>
    private readonly int _mostAtOnce;
    private readonly Func<int, TimeSpan> _durationOf;
    private readonly Dictionary<WorkerId, int> _places = [];
    private int _ordinals;
    private int _atOnce;
    private int _told;
    private TimeSpan _instant;
    private long _useful;

    /// <param name="plan">The plan.</param>
    /// <param name="agenda">What decides which step is next.</param>
    /// <param name="patient">Whether anything may be late, so that only what happens is judged, not when.</param>
    public SimulatedRun(SimulationPlan plan, Agenda agenda, bool patient = false)
    {
        _patient = patient;
        Plan = plan.Mutant == Mutant.Tutorial ? plan with { Policy = TutorialMaster.PolicyOf(plan.Policy) } : plan;
        Agenda = agenda;
        _mostAtOnce = 10_000 + (100 * plan.Workers.Count);
        Chance = new SeededRandom(plan.Seed, long.MaxValue);
        _tasks = [.. plan.Recipe.Tasks];
        if (plan.Shuffled)
        {
            new SeededRandom(plan.Seed).Shuffle(_tasks.AsSpan());
        }

        NewTasks = Array.ConvertAll(
            _tasks, task => new NewTask(task.Name, task.Duration, task.Payload) { DependsOn = task.DependsOn, Options = task.Options });
        var settings = new SaladSettings
        {
            Id = Guid.Empty,
            Policy = Plan.Policy,
            Seed = plan.Seed,
            ExpectWorkers = plan.ExpectWorkers,
            KeepOpen = plan.KeepOpen,

            // The watch reads them after every transition: there must be room for the largest one.
            EventCapacity = (4 * _tasks.Length) + (4 * plan.Workers.Count) + 64,
        };
        TimeSpan slack = patient ? Plan.Horizon : Patience.SlackOf(Plan);
        Trace = plan.KeepTrace ? new Tracer(NewTasks) : null;
        if (plan.Mutant == Mutant.Tutorial)
        {
            var events = new EventRing(settings.EventCapacity);
            _watch = new Watch(settings, events, null, plan.Checked, plan.KeepEvents, slack);
            _durationOf = task => NewTasks[task].Duration;
            Masters = [new TutorialMaster(this, settings, events, _watch)];
        }
        else if (plan.Masters > 1)
        {
            var shared = new SharedSalad(this, settings, NewTasks);
            _durationOf = shared.DurationOf;
            _watch = shared.Watch(slack);
            Masters = [.. Enumerable.Range(0, plan.Masters).Select(_ => new SimulatedMaster(this, shared.Open))];
        }
        else
        {
            var store = new MemoryTaskStore(settings, NewTasks, TimeSpan.Zero, plan.Rules);
            _watch = new Watch(settings, store.EventTap, store, plan.Checked, plan.KeepEvents, slack);
            _durationOf = store.DurationTap;
            _watch.Look();
            var watched = new WatchedStore(plan.Disturbed?.Invoke(store) ?? store, _watch);
            Masters = [new SimulatedMaster(this, _ => watched)];
        }
    }

    public SimulationPlan Plan { get; }

    public Agenda Agenda { get; }

    /// <summary>What the channel draws from.</summary>
    public SeededRandom Chance { get; }

    /// <summary>Who serves the salad; workers try them in turn.</summary>
    public IReadOnlyList<ISimulatedMaster> Masters { get; }

    /// <summary>Where the story is written down, if anywhere.</summary>
    public Tracer? Trace { get; }

    /// <summary>The recipe's tasks in the order in which they were put in.</summary>
    public NewTask[] NewTasks { get; }

    public long Messages { get; set; }

    public int Executions { get; set; }

    /// <summary>Ticks spent on work.</summary>
    public long Worked { get; set; }

    /// <summary>A worker in this place of the plan starts.</summary>
    public void Spawn(int place, bool again = false)
    {
        var worker = new SimulatedWorker(this, place, ++_ordinals);
        Trace?.Name(place, worker.Introduction.Name);
        Trace?.Add(Agenda.Now, worker.Actor, new Told(TraceAction.Start));
        worker.Start(again);
    }

    /// <summary>A worker has its identity.</summary>
    public void Met(SimulatedWorker worker) => _places.Add(worker.Id, worker.Place);

    /// <summary>The result of this worker's work on this task counts.</summary>
    public void Useful(SimulatedWorker worker, int task) => _useful +=
        (_durationOf(task) * Plan.Workers[worker.Place].Crash.Slowness).Ticks;

    /// <summary>Whether a promise was broken so far.</summary>
    public bool Failed => _watch.Failed;

    public SimulationResult Run(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        Prepare();
        while (Step())
        {
            if (Agenda.Happened % StepsPerLook == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }

        return Conclude();
    }

    /// <summary>Puts down what is planned.</summary>
    public void Prepare()
    {
        foreach (ISimulatedMaster master in Masters)
        {
            master.Start();
        }

        for (int place = 0; place < Plan.Workers.Count; place++)
        {
            int who = place;
            if (_patient && Plan.Workers[place].JoinsAt == TimeSpan.Zero)
            {
                // When it starts makes no difference, only when it is heard.
                Spawn(place);
            }
            else
            {
                Agenda.Add(Plan.Workers[place].JoinsAt, new Moment(Actor.Master, () => Spawn(who)));
            }
        }

        foreach (MasterOutage outage in Plan.Faults.Outages)
        {
            ISimulatedMaster master = Masters[outage.Master % Masters.Count];
            Agenda.Add(outage.At, new Moment(Actor.Master, () =>
            {
                master.Fall();
                Agenda.Add(outage.At + outage.For, new Moment(Actor.Master, master.Start, TraceAction.Restart));
            }, TraceAction.Fall));
        }

        foreach ((TimeSpan at, OwnerAct act) in Plan.Faults.OwnerActs)
        {
            Agenda.Add(at, new Moment(Actor.Master, () => Masters[0].Do(act), TraceAction.Own));
        }
    }

    /// <summary>Does the next step; false: there is none.</summary>
    public bool Step()
    {
        if (Agenda.Take(Horizon()) is not { } next)
        {
            return false;
        }

        _atOnce = Agenda.Now == _instant ? _atOnce + 1 : 0;
        _instant = Agenda.Now;
        if (_atOnce > _mostAtOnce)
        {
            throw new InvalidOperationException(
                $"Seed {Plan.Seed}: at {_instant} the clock stands still; last step: {next}.");
        }

        Happen(next);
        return true;
    }

    /// <summary>The run is over: what should have happened by now?</summary>
    public SimulationResult Conclude()
    {
        bool ended = _watch.EndReason != EndReason.None;
        _watch.Finish(ended ? Agenda.Now : Plan.Horizon, !_patient && Patience.Suffices(Plan), Executions);
        TellWhatBroke();
        return Result();
    }

    /// <summary>What came of it so far.</summary>
    public SimulationResult Result() => new()
    {
        Seed = Plan.Seed,
        Policy = Plan.Policy,
        EndReason = _watch.EndReason switch
        {
            EndReason.Completed => SimulationEnd.Completed,
            EndReason.Failed => SimulationEnd.Failed,
            EndReason.Idle => SimulationEnd.Idle,
            EndReason.Stopped => SimulationEnd.Stopped,
            _ => SimulationEnd.Stuck,
        },
        Makespan = _watch.EndedAt - _watch.StartedAt,
        Oracle = Oracle(),
        Executions = Executions,
        WastedWork = TimeSpan.FromTicks(Worked - _useful),
        Requeues = _watch.Tally.Requeues,
        LateResults = _watch.Tally.LateResults,
        Unfinished = _watch.Tally.Unfinished,
        WrongResults = Plan.Workers.Any(worker => worker.Lie > 0) ? _watch.WrongResults(SimulatedName.Lie.Text) : 0,
        Named = [.. _watch.Named.Select(worker => _places[worker]).Distinct()],
        Violations = _watch.Violations,
        Messages = Messages,
        Steps = Agenda.Happened,
        Trace = Trace?.Steps ?? [],
        Events = _watch.Events,
    };

    private void Happen(Happening next)
    {
        Trace?.Add(Agenda.Now, next.Actor, next.Told);
        next.Happen();
        TellWhatBroke();
    }

    private void TellWhatBroke()
    {
        for (; Trace is not null && _told < _watch.Violations.Count; _told++)
        {
            Trace.Add(Agenda.Now, _watch.Violations[_told]);
        }
    }

    private TimeSpan Horizon() =>
        _watch.EndedAt is { } end && end + Aftermath < Plan.Horizon ? end + Aftermath : Plan.Horizon;

    private TimeSpan? Oracle()
    {
        if (_watch.StartedAt is not { } start || _watch.Arrivals.Count == 0)
        {
            return null;
        }

        if (Plan.Policy.IsReplicated)
        {
            return null;
        }

        if (Plan.Policy.Strategy == Strategy.Static)
        {
            return ShareRules.Makespan(
                Array.ConvertAll(NewTasks, task => task.Duration), Plan.ExpectWorkers, Plan.Policy.ShareCut);
        }

        var durations = new TimeSpan[NewTasks.Length];
        IReadOnlyList<int>[]? needed = null;
        bool reversed = Plan.Policy.Order == TaskOrder.Lifo;
        for (int i = 0; i < durations.Length; i++)
        {
            NewTask task = NewTasks[i];
            durations[reversed ? durations.Length - 1 - i : i] = task.Duration;
            if (task.DependsOn.Count > 0)
            {
                needed ??= Array.ConvertAll(NewTasks, each => each.DependsOn);
            }
        }

        TimeSpan[] arrivals = [.. _watch.Arrivals];
        for (int i = 0; i < arrivals.Length; i++)
        {
            arrivals[i] = arrivals[i] > start ? arrivals[i] - start : TimeSpan.Zero;
        }

        return needed is null || !reversed ? MakespanOracle.Makespan(durations, arrivals, needed) : null;
    }
}
