using FruitSalad.Contract;
using FruitSalad.Faults;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Simulation;

/// <summary>
/// The tutorial's master, faithfully: a list of tasks to do, one of tasks in progress, a lock, and a timer thread for
/// each task given out. What it does under one hold of the lock is one step here; between two of them anybody else's
/// steps may come, as between threads.
/// </summary>
/// <remarks>
/// The lists alone decide. Attempts and holders are kept beside them only to write the history that the checker reads:
/// this master knows neither. Where its text leaves open what is under the lock, the reading that favours it is taken.
/// </remarks>
internal sealed partial class TutorialMaster : ISimulatedMaster
{
    private readonly SimulatedRun _run;
    private readonly SaladSettings _settings;
    private readonly EventRing _events;
    private readonly Watch _watch;
    private readonly TaskCell[] _tasks;
    private readonly List<TaskCell> _toDo = [];
    private readonly List<Given> _inProgress = [];
    private readonly Dictionary<WorkerId, WorkerRecord> _workers = [];
    private readonly List<SimulatedConnection> _connections = [];
    private bool _fallen;
    private bool _started;

    public TutorialMaster(SimulatedRun run, SaladSettings settings, EventRing events, Watch watch)
    {
        _run = run;
        _settings = settings;
        _events = events;
        _watch = watch;
        _tasks = [.. run.NewTasks.Select((task, id) => new TaskCell(id, task.Name, task.Duration, task.Payload))];
        foreach (TaskCell task in _tasks)
        {
            _toDo.Add(task);
            Record(EventKind.Added, task);
        }

        Record(EventKind.Closed);
    }

    private TimeSpan Now => _run.Agenda.Now;

    /// <summary>
    /// All that it can be told is how long to wait for a result (null: for ever, as in chapter 5), and its workers how
    /// long to wait before they ask again. Its history is checked against what it promises, not against what it cannot.
    /// </summary>
    public static SaladPolicy PolicyOf(SaladPolicy policy) => SaladPolicy.Timeout with
    {
        Lease = policy.Lease,
        Poll = policy.Poll,
        IdleLimit = null,
        LeaveWhenDrained = policy.Lease is null,
    };

    /// <summary>Its lists are in its process: nothing is left to start again on.</summary>
    public void Start()
    {
    }

    public void Fall()
    {
        _fallen = true;
        foreach (SimulatedConnection connection in _connections)
        {
            connection.Gone = true;
            connection.Break();
        }

        _connections.Clear();
    }

    public void Open(SimulatedConnection connection)
    {
        if (_fallen)
        {
            connection.Answer(null);
            return;
        }

        SimulatedWorker worker = connection.Worker;
        _connections.Add(connection);
        bool known = _workers.ContainsKey(worker.Id);
        if (!known)
        {
            _workers.Add(worker.Id, new WorkerRecord(worker.Id, worker.Introduction, Now));
        }

        Record(known ? EventKind.WorkerReturned : EventKind.WorkerJoined, worker: _workers[worker.Id]);
        connection.Answer(new Welcome(
            Master.SaladMaster.Protocol, _settings.Id, _settings.Name, _settings.TimeScale, _settings.Seed,
            _settings.Policy.Poll.TotalMilliseconds, LongPollMs: 0, null, null));
    }

    /// <summary>It does not look at connections.</summary>
    public void Closed(SimulatedConnection connection, bool exited)
    {
        connection.Gone = true;
        _connections.Remove(connection);
    }

    public void Receive(Request request, bool intact)
    {
        SimulatedConnection connection = request.Connection;
        if (_fallen || connection.Gone || !intact)
        {
            return;
        }

        switch (request.Message)
        {
            case Ask:
                GiveTask(connection, answer => connection.Send(request, answer));
                break;
            case Delivery delivery:
                Verdict[] verdicts = [.. delivery.Results.Select(result => ReceiveResult(connection, result))];
                if (delivery.Ask is null)
                {
                    connection.Send(request, new Receipt(verdicts));
                }
                else
                {
                    // Its workers make two calls of it: the second comes when the first has been answered.
                    Then(request.Actor, () => GiveTask(connection, answer => connection.Send(request, new Receipt(verdicts, answer))));
                }

                break;
            case Failure:
                connection.Send(request, new FailReceipt(FailVerdict.Lost));
                break;
            case Held:
                break;
            default:
                connection.Send(request, null);
                break;
        }
    }

    /// <summary>Nobody owns it.</summary>
    public void Do(OwnerAct act)
    {
    }

    /// <summary>The thread goes on, as soon as the scheduler lets it.</summary>
    private void Then(Actor thread, Action section) => _run.Agenda.Add(Now, new Moment(thread, () =>
    {
        if (!_fallen)
        {
            section();
        }
    }));

    private void Record(
        EventKind kind, TaskCell? task = null, int attempt = 0, WorkerRecord? worker = null, TimeSpan? deadline = null,
        string? detail = null)
    {
        _events.Append(new EventRecord(Now, kind, task, attempt, worker, deadline ?? TimeSpan.MaxValue, detail));
        _watch.Look();
    }

    private void Tell(Actor thread, TraceAction action, TaskCell? task = null) => _run.Trace?.Add(
        Now, thread, new Told(action, task?.Id ?? -1),
        [.. _toDo.Select(each => each.Id)], [.. _inProgress.Select(given => given.Task.Id)]);

    /// <summary>A task in progress, and what only the history needs to know of it.</summary>
    private sealed record Given(TaskCell Task, int Attempt, WorkerRecord Holder);
}
