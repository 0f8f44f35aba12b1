using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.History;

/// <summary>
/// A salad rebuilt from its events alone, in their order: the state after a transition's last event is the store's
/// state after that transition (S14). It believes what it reads; <see cref="HistoryChecker"/> is the one that doubts.
/// </summary>
/// <remarks>
/// Events whose beginning is forgotten can be folded too: a task is then known from the first event that names it
/// (<see cref="FoldedTask.IsWhole"/> is false). No allocation for an event, only for a new task, worker or attempt.
/// </remarks>
public sealed partial class EventFold
{
    private readonly Dictionary<int, FoldedTask> _tasks = [];
    private readonly Dictionary<WorkerId, FoldedWorker> _workersById = [];
    private readonly List<FoldedWorker> _workers = [];
    private readonly LeasedTasks _inProgress = new();
    private TaskCounts _counts;

    /// <summary>The number after that of the last event.</summary>
    public long Next { get; private set; }

    /// <summary>The last event's time, since the epoch.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>How many tasks there are.</summary>
    public int TaskCount => _tasks.Count;

    /// <summary>The tasks, in the order in which they were first named.</summary>
    public IReadOnlyCollection<FoldedTask> Tasks => _tasks.Values;

    /// <summary>Tasks by state.</summary>
    public TaskCounts Counts => _counts;

    /// <summary>The workers, in the order in which they came.</summary>
    public IReadOnlyList<FoldedWorker> Workers => _workers;

    /// <summary>The tasks under a lease, the one that was handed out first first.</summary>
    public IReadOnlyCollection<FoldedTask> InProgress => _inProgress;

    /// <summary>Whether no more tasks will be added.</summary>
    public bool Closed { get; private set; }

    /// <summary>Whether the owner asked to stop in this round.</summary>
    public bool Stopping { get; private set; }

    /// <summary>Whether living leases do not hold up that stop.</summary>
    public bool StopForced { get; private set; }

    /// <summary>Why it ended; None while it has not.</summary>
    public EndReason EndReason { get; private set; }

    /// <summary>The round: 1, and one more each time an ended salad got tasks again.</summary>
    public int Round { get; private set; } = 1;

    /// <summary>When this round's clock started, since the epoch; null before.</summary>
    public TimeSpan? StartedAt { get; private set; }

    /// <summary>When this round ended, since the epoch; null before.</summary>
    public TimeSpan? EndedAt { get; private set; }

    /// <summary>The state after all these events.</summary>
    public static EventFold Of(IEnumerable<SaladEvent> events)
    {
        var fold = new EventFold();
        foreach (SaladEvent e in events)
        {
            fold.Apply(e);
        }

        return fold;
    }

    /// <summary>The task of this number; null if no event named it.</summary>
    public FoldedTask? Task(int id) => _tasks.GetValueOrDefault(id);

    /// <summary>The worker of this identity; null if no event named it.</summary>
    public FoldedWorker? Worker(WorkerId id) => _workersById.GetValueOrDefault(id);

    /// <summary>The next event happened.</summary>
    public void Apply(SaladEvent e)
    {
        Next = e.Sequence + 1;
        Time = e.Time;
        FoldedWorker? worker = e.Worker.IsNone ? null : WorkerOf(e);
        if (e.TaskId >= 0 && e.Kind is not (EventKind.Dropped or EventKind.Refused))
        {
            ApplyToTask(e, worker);
        }
        else if (e.TaskId < 0)
        {
            ApplyToSalad(e, worker);
        }
    }

    private FoldedWorker WorkerOf(SaladEvent e)
    {
        if (!_workersById.TryGetValue(e.Worker, out FoldedWorker? worker))
        {
            worker = new FoldedWorker(e.Worker, e.WorkerName) { JoinedAt = e.Time };
            _workersById.Add(e.Worker, worker);
            _workers.Add(worker);
        }

        return worker;
    }

    private void ApplyToSalad(SaladEvent e, FoldedWorker? worker)
    {
        switch (e.Kind)
        {
            case EventKind.WorkerJoined:
                worker?.Labels = e.Labels;
                worker?.Absence = null;
                worker?.Connections += 1;
                break;
            case EventKind.WorkerReturned:
                worker?.Absence = null;
                worker?.Connections += 1;
                break;
            case EventKind.WorkerDisconnected:
                worker?.Absence = WorkerState.Away;
                break;
            case EventKind.WorkerLost:
                worker?.Absence = WorkerState.Lost;
                break;
            case EventKind.WorkerDismissed:
                worker?.IsDismissed = true;
                break;
            case EventKind.WorkerLeft:
                worker?.Absence = WorkerState.Left;
                break;
            case EventKind.ClockStarted:
                StartedAt = e.Time;
                break;
            case EventKind.Closed:
                Closed = true;
                break;
            case EventKind.Stopping:
                Stopping = true;
                StopForced |= e.Detail == SaladEvent.Forced;
                break;
            case EventKind.Ended:
                EndReason = ReasonOf(e.Detail);
                EndedAt = e.Time;
                break;
            case EventKind.Reopened:
                Reopen();
                break;
        }
    }

    private void Reopen()
    {
        Round++;
        EndReason = EndReason.None;
        StartedAt = EndedAt = null;
        Stopping = StopForced = false;
    }

    internal static EndReason ReasonOf(string? detail) =>
        Enum.TryParse(detail, out EndReason reason) ? reason : EndReason.None;
}
