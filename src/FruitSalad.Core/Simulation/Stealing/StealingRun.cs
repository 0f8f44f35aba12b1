using FruitSalad.Contract;
using FruitSalad.Faults;
using FruitSalad.History;
using FruitSalad.Stealing;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Simulation.Stealing;

/// <summary>One run of a plan without a master: the real peers' and gatherer's steps, the real store, on one thread.</summary>
internal sealed class StealingRun
{
    private const int StepsPerLook = 4096;

    /// <summary>Enough to find who is silent, several times over.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>So many steps in no time are an endless loop.</summary>
    private readonly int _mostAtOnce;
    private readonly SaladSettings _settings;
    private readonly List<Violation> _violations = [];
    private readonly NumberSet _begun = new();
    private bool _anybodyDead;
    private int _told;
    private long _useful;

    /// <param name="plan">The plan. Its policy's lease is how long a silent peer is waited for.</param>
    /// <param name="shares">Which tasks each peer begins with; null: dealt out one by one.</param>
    /// <param name="rules">The peers' decisions; a test may put in wrong ones.</param>
    public StealingRun(SimulationPlan plan, IReadOnlyList<IReadOnlyList<int>>? shares = null, StealRules? rules = null)
    {
        Plan = plan;
        Rules = rules ?? StealRules.Standard;
        Agenda = new SeededAgenda(plan.Seed, plan.Schedule);
        _mostAtOnce = 10_000 + (100 * plan.Workers.Count);
        Recipe recipe = plan.Shuffled ? plan.Recipe.Shuffle(plan.Seed) : plan.Recipe;
        Tasks = recipe.Tasks;
        Terms = new PeerTerms
        {
            Tasks = Tasks,
            Shares = shares ?? PeerTerms.Deal(Tasks.Count, plan.Workers.Count),
            Lease = plan.Policy.Lease,
            MaxAttempts = plan.Policy.MaxAttempts,
        };
        _settings = new SaladSettings
        {
            Id = Guid.Empty,
            Policy = PeerTerms.PolicyOf(plan.Policy),
            Seed = plan.Seed,
            ExpectWorkers = plan.Workers.Count,
            EventCapacity = (4 * Tasks.Count) + (4 * plan.Workers.Count) + 64,
        };
        NewTask[] tasks = [.. Tasks.Select(task => new NewTask(task.Name, task.Duration, task.Payload))];
        Trace = plan.KeepTrace ? new Tracer(tasks, gathers: true) : null;
        var store = new MemoryTaskStore(_settings, tasks);
        Watch = new Watch(_settings, store.EventTap, store, plan.Checked, plan.KeepEvents, TimeSpan.FromMilliseconds(1));
        Watch.Look();
        Peers = [.. plan.Workers.Select((_, place) => new SimulatedPeer(this, place))];
        Gatherer = new SimulatedGatherer(this, store);
        Network = new SimulatedNetwork(this);
    }

    public SimulationPlan Plan { get; }

    public StealRules Rules { get; }

    public SeededAgenda Agenda { get; }

    public IReadOnlyList<SaladTask> Tasks { get; }

    public PeerTerms Terms { get; }

    public Watch Watch { get; }

    public IReadOnlyList<SimulatedPeer> Peers { get; }

    public SimulatedGatherer Gatherer { get; }

    public SimulatedNetwork Network { get; }

    /// <summary>Where the story is written down, if anywhere.</summary>
    public Tracer? Trace { get; }

    public int Executions { get; set; }

    /// <summary>Ticks spent on work.</summary>
    public long Worked { get; set; }

    /// <summary>Work on a task begins. As long as nobody is taken for dead, that is once.</summary>
    public void Began(int task)
    {
        if (!_begun.Add(task) && !_anybodyDead)
        {
            Report("P1", $"Nobody was taken for dead, and T-{task:00} is done again.");
        }
    }

    /// <summary>The work on a task failed: it may begin once more.</summary>
    /// <returns>Whether nobody tries it again.</returns>
    public bool Failed(Assignment task)
    {
        _begun.Remove(task.Task);
        return task.Attempt >= Terms.MaxAttempts;
    }

    /// <summary>A peer takes somebody for dead from now on.</summary>
    public void AnybodyDead() => _anybodyDead = true;

    /// <summary>A peer says that everything is done: is each result held by one that it takes for alive?</summary>
    public void CheckEnd(PeerStatus said)
    {
        for (int task = 0; task < Tasks.Count; task++)
        {
            if (!Enumerable.Range(0, Peers.Count).Any(peer => !said.Dead.Contains(peer) && Peers[peer].Holds(task)))
            {
                Report("P2", $"Peer {said.Index} said that everything is done, and nobody alive holds T-{task:00}.");
            }
        }
    }

    /// <summary>A result counts.</summary>
    public void Count(int peer, int task) =>
        _useful += (Tasks[task].Duration * Plan.Workers[peer].Crash.Slowness).Ticks;

    public SimulationResult Run(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        Gatherer.Start();
        for (int place = 0; place < Peers.Count; place++)
        {
            Trace?.Name(place, SimulatedName.Of(place + 1).Name);
            Peers[place].Start();
        }

        TimeSpan instant = TimeSpan.MinValue;
        for (int atOnce = 0; Watch.EndReason == EndReason.None && Agenda.Take(Plan.Horizon) is { } next;)
        {
            atOnce = Agenda.Now == instant ? atOnce + 1 : 0;
            instant = Agenda.Now;
            if (atOnce > _mostAtOnce)
            {
                throw new InvalidOperationException($"Seed {Plan.Seed}: at {instant} the clock stands still; last step: {next}.");
            }

            if (Agenda.Happened % StepsPerLook == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            Happen(next);
        }

        return Conclude();
    }

    private void Happen(Happening next)
    {
        // Who does nothing any more hears nothing either.
        if (next.Actor.AtMaster || !Peers[next.Actor.Place].IsSilent)
        {
            Trace?.Add(Agenda.Now, next.Actor, next.Told);
        }

        next.Happen();
        TellWhatBroke();
    }

    private void TellWhatBroke()
    {
        for (; Trace is not null && _told < Watch.Violations.Count; _told++)
        {
            Trace.Add(Agenda.Now, Watch.Violations[_told]);
        }
    }

    private void Report(string invariant, string message)
    {
        var violation = new Violation(invariant, message, []);
        _violations.Add(violation);
        Trace?.Add(Agenda.Now, violation);
    }

    /// <summary>Whether one peer is there that can do everything, in time, and nobody keeps a task for ever.</summary>
    private bool MustEnd()
    {
        TimeSpan work = Tasks.Aggregate(TimeSpan.Zero, (sum, task) => sum + task.Duration);
        double slowest = Plan.Workers.Max(worker => worker.Crash.Slowness);
        return Plan.Workers.Any(worker => worker.IsHealthy)
            && !Plan.Workers.Any(worker => worker.Crash is { Kind: FailureKind.Stuck, Probability: > 0 })
            && Plan.Horizon > (work * slowest * 2) + Patience;
    }

    private SimulationResult Conclude()
    {
        // Work that nobody waits for any more ends with the salad.
        foreach (SimulatedPeer peer in Peers)
        {
            peer.Stop();
        }

        Watch.Finish(Agenda.Now, healthy: false, Watch.Tally.Grants);
        if (Watch.EndReason == EndReason.None && MustEnd())
        {
            Report("P3", "A healthy peer was there, and the salad did not end.");
        }

        TellWhatBroke();

        return new SimulationResult
        {
            Seed = Plan.Seed,
            Policy = _settings.Policy,
            EndReason = Watch.EndReason switch
            {
                EndReason.Completed => SimulationEnd.Completed,
                EndReason.Failed => SimulationEnd.Failed,
                EndReason.Idle => SimulationEnd.Idle,
                EndReason.Stopped => SimulationEnd.Stopped,
                _ => SimulationEnd.Stuck,
            },
            Makespan = Watch.EndedAt - Watch.StartedAt,
            Oracle = MakespanOracle.Makespan(
                [.. Tasks.Select(task => task.Duration)], new TimeSpan[Plan.Workers.Count]),
            Executions = Executions,
            WastedWork = TimeSpan.FromTicks(Worked - _useful),
            Requeues = Watch.Tally.Requeues,
            LateResults = Watch.Tally.LateResults,
            Unfinished = Watch.Tally.Unfinished,
            Violations = [.. Watch.Violations, .. _violations],
            Messages = Network.Messages,
            Steps = Agenda.Happened,
            Trace = Trace?.Steps ?? [],
            Events = Watch.Events,
        };
    }
}
