using FruitSalad.Journal;
using FruitSalad.Store;

namespace FruitSalad.Simulation;

/// <summary>
/// The salad of several simulated masters: a journal in memory that outlives them, and a replica of nobody's that the
/// watch looks at.
/// </summary>
internal sealed class SharedSalad
{
    /// <summary>How long a hint that somebody wrote is on its way.</summary>
    private static readonly TimeSpan HintDelay = TimeSpan.FromMilliseconds(5);

    private readonly SimulatedRun _run;
    private readonly MemoryJournal _journal;
    private readonly JournaledStoreOptions _options;
    private readonly JournaledTaskStore _observer;
    private Watch? _watch;

    public SharedSalad(SimulatedRun run, SaladSettings settings, IReadOnlyList<NewTask> tasks)
    {
        _run = run;
        _options = new JournaledStoreOptions { Rules = run.Plan.Rules };
        _journal = new MemoryJournal(() => run.Agenda.Now, JournalEntry.First(settings, tasks));
        _observer = OpenJournal();
    }

    /// <summary>Who looks after every transition, whichever master made it.</summary>
    public Watch Watch(TimeSpan slack)
    {
        MemoryTaskStore replica = _observer.ReplicaTap;
        _watch = new Watch(
            replica.Settings, replica.EventTap, replica, _run.Plan.Checked, _run.Plan.KeepEvents, slack)
        {
            CatchUp = () => At.Once(_observer.SnapshotAsync()),
        };
        _watch.Look();
        return _watch;
    }

    /// <summary>How long a task takes, before the time scale.</summary>
    public TimeSpan DurationOf(int task) => _observer.ReplicaTap.DurationTap(task);

    /// <summary>One more master's store.</summary>
    /// <param name="hint">Called a moment after another one wrote.</param>
    public ITaskStore Open(Action hint)
    {
        JournaledTaskStore store = OpenJournal();
        store.Watch(() => _run.Agenda.Add(_run.Agenda.Now + HintDelay, new Moment(Actor.Master, hint)));
        return new WatchedStore(_run.Plan.Disturbed?.Invoke(store) ?? store, _watch!);
    }

    private JournaledTaskStore OpenJournal() =>
        At.Once(new ValueTask<JournaledTaskStore>(JournaledTaskStore.OpenAsync(_journal.Open(), TimeProvider.System, _options)));
}
