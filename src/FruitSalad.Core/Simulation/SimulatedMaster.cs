using FruitSalad.Contract;
using FruitSalad.Faults;
using FruitSalad.Master;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Simulation;

/// <summary>
/// The thin shell around the real master's steps, under virtual time: its connections, its one timer, and the way from
/// a message to a step. Every step must complete at once.
/// </summary>
internal sealed class SimulatedMaster : ISimulatedMaster
{
    private readonly SimulatedRun _run;
    private readonly Func<Action, ITaskStore> _open;
    private readonly Alarm _alarm;
    private readonly List<SimulatedConnection> _connections = [];
    private ITaskStore? _store;
    private SaladMaster? _steps;

    /// <param name="run">The run.</param>
    /// <param name="open">Opens the store, given what to call when other masters changed something.</param>
    public SimulatedMaster(SimulatedRun run, Func<Action, ITaskStore> open)
    {
        _run = run;
        _open = open;
        _alarm = new Alarm(run.Agenda, Actor.Master, Tick);
    }

    private TimeSpan Now => _run.Agenda.Now;

    /// <summary>Starts it, or starts it again: what it knows is in the store.</summary>
    public void Start()
    {
        if (_steps is not null)
        {
            return; // Started again while it was down, by an earlier outage's end.
        }

        // Whether it runs again by the time the hint arrives does not matter: a tick more does no harm.
        _store = _open(Tick);
        _steps = new SaladMaster(_store, TimeSpan.Zero, effect => _alarm.Need(effect.NextDue));
        Tick();
    }

    /// <summary>Its process ends: every connection with it, and nothing is said to the store.</summary>
    public void Fall()
    {
        _steps = null;
        At.Once(_store!.DisposeAsync());
        _alarm.Silence();
        foreach (SimulatedConnection connection in _connections)
        {
            connection.Gone = true;
            connection.Break();
        }

        _connections.Clear();
    }

    /// <summary>A worker shakes hands.</summary>
    public void Open(SimulatedConnection connection)
    {
        if (_steps is null)
        {
            connection.Answer(null);
            return;
        }

        SimulatedWorker worker = connection.Worker;
        _connections.Add(connection);
        connection.Number = At.Once(_steps.HelloAsync(worker.Id, worker.Introduction, Now));
        connection.Answer(_steps.Welcome());
    }

    /// <summary>A worker's end of a connection is closed. Its open question is forgotten first.</summary>
    public void Closed(SimulatedConnection connection, bool exited)
    {
        if (_steps is null || connection.Gone)
        {
            return;
        }

        connection.Gone = true;
        _connections.Remove(connection);
        if (connection.Open is { } waiting)
        {
            _steps.Forget(waiting);
        }

        if (connection.Number > 0)
        {
            At.Once(_steps.DisconnectAsync(connection.Worker.Id, connection.Number, exited, Now));
        }
    }

    /// <summary>A worker's call arrives.</summary>
    public void Receive(Request request, bool intact)
    {
        SimulatedConnection connection = request.Connection;
        if (_steps is not { } steps || connection.Gone || (!intact && request.Message is not Delivery))
        {
            return;
        }

        WorkerId worker = connection.Worker.Id;
        switch (request.Message)
        {
            case Ask ask:
                Answer(steps, request, worker, ask);
                break;
            case Delivery delivery:
                Receive(steps, request, worker, delivery, intact);
                break;
            case Renewal renewal:
                connection.Send(request, At.Once(steps.RenewAsync(worker, renewal.Leases, Now)));
                break;
            case Failure failure:
                connection.Send(request, At.Once(steps.FailAsync(worker, failure, Now)));
                break;
            case Held held:
                At.Once(steps.ReleaseAsync(worker, held.Leases, Now));
                break;
            default:
                At.Once(steps.GoodbyeAsync(worker, Now));
                connection.Send(request, null);
                break;
        }
    }

    /// <summary>The owner acts.</summary>
    public void Do(OwnerAct act)
    {
        if (_steps is not { } steps)
        {
            return;
        }

        switch (act)
        {
            case OwnerAct.Add:
                At.Once(steps.AddAsync($"owner {_run.Agenda.Happened}", _run.NewTasks, Now));
                break;
            case OwnerAct.Close:
                At.Once(steps.CloseAsync(Now));
                break;
            case OwnerAct.RestartDead:
                IReadOnlyList<TaskSnapshot> dead = At.Once(_store!.TasksAsync(TaskState.Dead, 0, int.MaxValue));
                At.Once(steps.RestartAsync([.. dead.Select(task => task.Task.Id)], Now));
                break;
            case OwnerAct.WithdrawHalf:
                IReadOnlyList<TaskSnapshot> all = At.Once(_store!.TasksAsync(null, 0, int.MaxValue));
                At.Once(steps.WithdrawAsync([.. all.Where(task => task.Task.Id % 2 == 0).Select(task => task.Task.Id)], Now));
                break;
            case OwnerAct.DismissFirst:
                SaladSnapshot salad = At.Once(_store!.SnapshotAsync());
                At.Once(steps.DismissAsync([.. salad.Workers.Take(1).Select(worker => worker.Id)], Now));
                break;
            default:
                At.Once(steps.StopAsync(act == OwnerAct.ForceStop, Now));
                break;
        }
    }

    private void Tick()
    {
        if (_steps is not null)
        {
            At.Once(_steps.TickAsync(Now));
        }
    }

    private void Answer(SaladMaster steps, Request request, WorkerId worker, Ask ask)
    {
        SimulatedConnection connection = request.Connection;
        Answer? answer = At.Once(steps.AskAsync(
            worker, ask,
            until => connection.Open = new SimulatedConnection.Waiting(connection, request, worker, ask, until), Now));
        if (answer is not null)
        {
            connection.Send(request, answer);
        }
    }

    private void Receive(SaladMaster steps, Request request, WorkerId worker, Delivery delivery, bool intact)
    {
        var entries = new ResultEntry[delivery.Results.Count];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = Incoming.Result(delivery.Results[i]) with { Intact = intact };
        }

        Receipt receipt = At.Once(steps.ReceiveAsync(worker, entries, delivery.Ask, Now));
        SimulatedConnection connection = request.Connection;
        for (int i = 0; i < entries.Length; i++)
        {
            if (receipt.Verdicts[i] is Verdict.Accepted or Verdict.LateAccepted or Verdict.Compared)
            {
                _run.Useful(connection.Worker, entries[i].TaskId);
            }
            else if (receipt.Verdicts[i] == Verdict.Unknown && !connection.Refused)
            {
                connection.Refused = true;
                At.Once(steps.RefuseAsync(worker, "made up, or damaged", Now));
            }
        }

        connection.Send(request, receipt);
    }
}
