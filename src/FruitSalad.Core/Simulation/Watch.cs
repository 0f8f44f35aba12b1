using FruitSalad.History;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Simulation;

/// <summary>
/// Looks at the store after every transition: its new events go through the checker, and every task that they name
/// must stand where they say. The rest of the state is compared once, at the end.
/// </summary>
internal sealed class Watch(MemoryTaskStore store, bool check, bool keep)
{
    private readonly EventRing _events = store.EventTap;
    private readonly HistoryChecker? _checker = check ? new HistoryChecker(store.Settings) : null;
    private readonly List<SaladEvent>? _kept = keep ? [] : null;
    private List<Violation>? _found;
    private TimeSpan _lastSign;
    private long _next;

    public int Requeues { get; private set; }

    public int LateResults { get; private set; }

    public TimeSpan? StartedAt { get; private set; }

    public TimeSpan? EndedAt { get; private set; }

    public EndReason EndReason { get; private set; }

    public List<TimeSpan> Arrivals { get; } = [];

    public IReadOnlyList<SaladEvent> Events => _kept ?? (IReadOnlyList<SaladEvent>)[];

    /// <summary>Who was found to have answered otherwise than a quorum, once for each time.</summary>
    public List<WorkerId> Named { get; } = [];

    public bool Failed => _found is not null || _checker?.Violations.Count > 0;

    public IReadOnlyList<Violation> Violations =>
        _checker is null ? [] : _found is null ? _checker.Violations : [.. _checker.Violations, .. _found];

    /// <summary>How many accepted results are this one.</summary>
    public int WrongResults(string wrong) =>
        At.Once(store.TasksAsync(TaskState.Done, 0, int.MaxValue)).Count(task => task.Result == wrong);

    /// <summary>How long a task takes.</summary>
    public TimeSpan DurationOf(int task) => store.DurationTap(task);

    /// <summary>A worker or the owner gave a sign of life, good until then.</summary>
    public void Hear(TimeSpan until) => _lastSign = until > _lastSign ? until : _lastSign;

    /// <summary>A transition is over.</summary>
    public void Look()
    {
        long first = _next;
        for (; _next < _events.Next; _next++)
        {
            ref readonly EventRecord record = ref _events.At(_next);
            Count(record);
            if (_checker is null && _kept is null)
            {
                continue;
            }

            SaladEvent e = record.ToEvent(_next);
            _checker?.Observe(e);
            _kept?.Add(e);
        }

        if (_checker is not null && first < _next)
        {
            Compare(first);
        }
    }

    /// <summary>A question was answered.</summary>
    public void Answered(WorkerId worker, in Claim claim)
    {
        if (claim.Done)
        {
            _checker?.ObserveAnswer(worker, claim);
        }
    }

    /// <summary>How many tasks its events tell of.</summary>
    public int TaskCount => _checker?.Fold.TaskCount ?? 0;

    /// <summary>
    /// Results were judged: the verdict must be true, not only harmless; and the tasks that accepted ones brought along
    /// are there, and no others.
    /// </summary>
    public void Judged(WorkerId worker, IReadOnlyList<ResultEntry> results, Verdict[] verdicts, int tasksBefore)
    {
        if (_checker is null)
        {
            return;
        }

        int children = 0;

        for (int i = 0; i < verdicts.Length; i++)
        {
            children += verdicts[i] is Verdict.Accepted or Verdict.LateAccepted ? results[i].Children.Count : 0;
            if (Untrue(worker, results[i], verdicts[i]) is { } why)
            {
                Report("S13", $"A result of T-{results[i].TaskId:00} was answered {verdicts[i]}: {why}");
            }
        }

        if (TaskCount - tasksBefore != children)
        {
            Report("S12", $"{children} tasks came with accepted results, {TaskCount - tasksBefore} were added.");
        }
    }

    /// <summary>The run is over.</summary>
    /// <param name="at">Until when it was watched.</param>
    /// <param name="slack">How late something may be.</param>
    /// <param name="healthy">Whether somebody was there all the time who does whatever it is given.</param>
    public void Finish(TimeSpan at, TimeSpan slack, bool healthy)
    {
        if (_checker is null)
        {
            return;
        }

        _checker.CheckState(At.Once(store.SnapshotAsync()));
        _checker.CheckState(At.Once(store.TasksAsync(null, 0, int.MaxValue)));
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
        switch (record.Kind)
        {
            case EventKind.Expired or EventKind.Lost or EventKind.Failed or EventKind.Released:
                Requeues++;
                break;
            case EventKind.LateAccepted:
                LateResults++;
                break;
            case EventKind.Dropped when record.Detail is nameof(Verdict.Superseded) or nameof(Verdict.Closed):
                LateResults++;
                break;
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

    private void Compare(long first)
    {
        EventFold fold = _checker!.Fold;
        if (store.CountTap != fold.Counts)
        {
            Report("S3", "The numbers of tasks by state do not follow from the events.");
        }

        for (; first < _next; first++)
        {
            if (_events.At(first).Task is { } cell && !Agree(cell.Row, RowOf(fold, cell)))
            {
                Report("S14", $"The state of T-{cell.Id:00} does not follow from the events.");
            }
        }
    }

    /// <summary>The task or the replica; one from before a restart is forgotten, and agrees.</summary>
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

    private string? Untrue(WorkerId worker, in ResultEntry entry, Verdict verdict)
    {
        EventFold fold = _checker!.Fold;
        FoldedTask? task = fold.Task(entry.TaskId);
        return verdict switch
        {
            Verdict.Accepted or Verdict.LateAccepted when !entry.Intact => "it was damaged.",
            Verdict.AlreadyAccepted when !Counted(task!, entry.Attempt) => "another attempt was accepted.",
            Verdict.Superseded when task!.AcceptedAttempt == entry.Attempt => "it is the accepted one.",
            Verdict.Superseded when task!.State != TaskState.Done && !store.Settings.Policy.IsReplicated
                && store.Settings.Policy.LateResult == LateResult.FirstValid => "no other result was there.",
            Verdict.Closed when fold.EndReason == EndReason.None => "the salad has not ended.",
            Verdict.Unknown when entry.Intact && entry.Unfit is null && task?.IssuedTo(entry.Attempt) is { } holder
                && holder.Id == worker => "that attempt was issued to its sender.",
            _ => null,
        };
    }

    /// <summary>Whether this attempt's result is the task's, or one of those that were compared.</summary>
    private static bool Counted(FoldedTask task, int attempt) => task.Replicas.Count == 0
        ? task.AcceptedAttempt == attempt
        : task.Replicas.Any(replica => replica.AcceptedAttempt == attempt);

    private void Report(string invariant, string message) => (_found ??= []).Add(new Violation(invariant, message, []));
}
