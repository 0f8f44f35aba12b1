using FruitSalad.History;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Simulation;

/// <summary>
/// Looks at the store after every transition: its new events go through the checker, and every task that they name
/// must stand where they say. The rest of the state is compared once, at the end.
/// </summary>
/// <param name="settings">What the salad was made with.</param>
/// <param name="events">What is written down as it goes.</param>
/// <param name="store">The state; null: there are events alone.</param>
/// <param name="check">Whether to look for broken promises.</param>
/// <param name="keep">Whether to keep the events.</param>
/// <param name="slack">How late something may be noticed.</param>
internal sealed partial class Watch(
    SaladSettings settings, EventRing events, MemoryTaskStore? store, bool check, bool keep, TimeSpan slack)
{
    private readonly HistoryChecker? _checker = check ? new HistoryChecker(settings, slack: slack) : null;
    private readonly List<SaladEvent>? _kept = keep ? [] : null;
    private TimeSpan _lastSign;
    private long _next;

    /// <summary>The first event of the last transition.</summary>
    private long _first;

    /// <summary>Brings the store up to date first, where it only repeats what others do.</summary>
    public Action? CatchUp { get; init; }

    /// <summary>What the events add up to.</summary>
    public HistoryTally Tally { get; } = new();

    public TimeSpan? StartedAt { get; private set; }

    public TimeSpan? EndedAt { get; private set; }

    public EndReason EndReason { get; private set; }

    public List<TimeSpan> Arrivals { get; } = [];

    public IReadOnlyList<SaladEvent> Events => _kept ?? (IReadOnlyList<SaladEvent>)[];

    public bool Failed => _checker?.Violations.Count > 0;

    public IReadOnlyList<Violation> Violations => _checker?.Violations ?? [];

    /// <summary>Who was found to have answered otherwise than a quorum, once for each time.</summary>
    public List<WorkerId> Named { get; } = [];

    /// <summary>How many tasks its events tell of.</summary>
    public int TaskCount => _checker?.Fold.TaskCount ?? 0;

    /// <summary>How many accepted results are this one.</summary>
    public int WrongResults(string wrong) => store is null
        ? 0
        : At.Once(store.TasksAsync(TaskState.Done, 0, int.MaxValue)).Count(task => task.Result == wrong);

    /// <summary>A worker or the owner gave a sign of life, good until then.</summary>
    public void Hear(TimeSpan until) => _lastSign = until > _lastSign ? until : _lastSign;

    /// <summary>A transition is over.</summary>
    public void Look()
    {
        CatchUp?.Invoke();
        _first = _next;
        for (; _next < events.Next; _next++)
        {
            ref readonly EventRecord record = ref events.At(_next);
            Count(record);
            if (_checker is null && _kept is null)
            {
                continue;
            }

            SaladEvent e = record.ToEvent(_next);
            _checker?.Observe(e);
            _kept?.Add(e);
        }

        events.Seen = _next;
        if (_checker is not null && store is not null && _first < _next)
        {
            Compare(store.CountTap);
        }
    }

    /// <summary>The run is over.</summary>
    /// <param name="at">Until when it was watched.</param>
    /// <param name="healthy">Whether somebody was there all the time who does whatever it is given.</param>
    /// <param name="executions">How often work on a task began.</param>
    public void Finish(TimeSpan at, bool healthy, int executions)
    {
        if (_checker is null)
        {
            return;
        }

        if (store is not null)
        {
            _checker.CheckState(At.Once(store.SnapshotAsync()));
            CompareAll(store);
        }

        if (executions > Tally.Grants)
        {
            Report("L4", $"Work began {executions} times on {Tally.Grants} attempts.");
        }

        _checker.Finish(new HistoryEnd
        {
            At = at,
            Slack = slack,
            HealthyWorker = healthy,
            LastSignOfLife = _lastSign,
        });
    }

    private void Count(in EventRecord record)
    {
        Tally.Add(record.Kind, record.Detail);
        switch (record.Kind)
        {
            case EventKind.Disagreed:
                Named.Add(record.Worker!.Id);
                break;
            case EventKind.WorkerJoined:
                Arrivals.Add(record.Time);
                break;
            case EventKind.ClockStarted:
                StartedAt = record.Time;
                break;
            case EventKind.Ended:
                EndedAt = record.Time;
                EndReason = EventFold.ReasonOf(record.Detail);
                break;
            case EventKind.Reopened:
                StartedAt = EndedAt = null;
                EndReason = EndReason.None;
                break;
        }
    }

    private void Compare(TaskCounts counts)
    {
        EventFold fold = _checker!.Fold;
        if (counts != fold.Counts)
        {
            Report("S3", "The numbers of tasks by state do not follow from the events.");
        }

        for (long i = _first; i < _next; i++)
        {
            if (events.At(i).Task is { } cell && !Agree(cell.Row, RowOf(fold, cell)))
            {
                Report("S14", $"The state of T-{cell.Id:00} does not follow from the events.");
            }
        }
    }

    private void CompareAll(MemoryTaskStore store)
    {
        EventFold fold = _checker!.Fold;
        for (int id = 0; id < store.CountTap.Total; id++)
        {
            TaskCell task = store.CellTap(id);
            if (!Agree(task.Row, fold.Task(id))
                || task.Vote?.Replicas.Exists(replica => !Agree(replica.Row, RowOf(fold, replica))) == true)
            {
                Report("S14", $"The state of T-{id:00} does not follow from the events.");
            }
        }
    }

    /// <summary>The task or the replica as the events tell it; null: they do not.</summary>
    private static FoldedTask? RowOf(EventFold fold, TaskCell cell) => cell.Ballot is { } ballot
        ? fold.Task(cell.Id)?.Replicas.FirstOrDefault(replica => replica.Replica == ballot.Number)
        : fold.Task(cell.Id);

    private static bool Agree(in TaskRow row, FoldedTask? folded) =>
        folded is not null
        && row.State == folded.State
        && row.Attempt == folded.Attempt
        && row.Charges == folded.Charges
        && row.AcceptedAttempt == folded.AcceptedAttempt
        && row.Holder == (folded.Holder?.Id ?? WorkerId.None)
        && row.Running == folded.Running
        && row.Delayed == folded.Delayed
        && (!row.Delayed || row.Deadline == folded.NotBefore)
        && (row.State != TaskState.Leased || row.Deadline == (folded.Deadline ?? TimeSpan.MaxValue));

    private void Report(string invariant, string message) => _checker!.Report(invariant, message);
}
