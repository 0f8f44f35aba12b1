using FruitSalad.Contract;
using FruitSalad.Faults;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Simulation;

/// <summary>
/// The thin shell around the real worker's steps, under virtual time: carries out what they say and reports what
/// happens, exactly as the real loop does, with an agenda in place of its mailbox.
/// </summary>
internal sealed partial class SimulatedWorker
{
    private readonly SimulatedRun _run;
    private readonly WorkerPlan _plan;
    private readonly WorkerSteps _steps;
    private readonly Alarm _alarm;
    private readonly SeededRandom _chance;
    private WorkEnd? _work;
    private bool _ended;

    public SimulatedWorker(SimulatedRun run, int place, int ordinal)
    {
        _run = run;
        _plan = run.Plan.Workers[place];
        Place = place;
        Introduction = SimulatedName.Of(ordinal);
        if (_plan.Labels.Count > 0)
        {
            Introduction = Introduction with { Labels = _plan.Labels };
        }

        _chance = new SeededRandom(run.Plan.Seed, -1 - ordinal);
        Id = WorkerIdOf(_chance);
        run.Met(this);
        _steps = new WorkerSteps(_plan.Crash, new SeededRandom(run.Plan.Seed, ordinal), new Appetite(_plan.Prefetch), null, null);
        _alarm = new Alarm(run.Agenda, Actor, Advance);
    }

    /// <summary>Its place in the plan; whoever replaces it has the same.</summary>
    public int Place { get; }

    public Actor Actor => new(Place, AtMaster: false);

    public WorkerId Id { get; }

    public WorkerIntroduction Introduction { get; }

    /// <summary>Whether its process has ended, or does nothing any more.</summary>
    public bool HasEnded => _ended;

    /// <summary>Whether it is at this piece of work.</summary>
    public bool IsAt(WorkEnd work) => _work == work;

    private TimeSpan Now => _run.Agenda.Now;

    /// <summary>Its process has started.</summary>
    /// <param name="again">Whether it replaces one that ended.</param>
    public void Start(bool again)
    {
        Connect();
        if (!again && _plan.DiesAt is { } end)
        {
            _run.Agenda.Add(end, new Moment(Actor, Die, TraceAction.Kill));
        }

        if (_plan.LeavesAt is { } at)
        {
            _run.Agenda.Add(at, new Moment(Actor, Drain, TraceAction.Drain));
        }
    }

    /// <summary>Its work is done, if it still was at it.</summary>
    public void EndWork(WorkEnd work)
    {
        if (_work != work)
        {
            return;
        }

        StopWork();
        if (_plan.Failure > 0 && _chance.Chance(_plan.Failure))
        {
            _steps.Failed(work.Task, "spoiled");
        }
        else
        {
            _steps.Finished(work.Task, ResultOf(work.Task));
        }

        Advance();
    }

    private static WorkerId WorkerIdOf(SeededRandom random)
    {
        Span<byte> bits = stackalloc byte[16];
        BitConverter.TryWriteBytes(bits, random.NextBits());
        BitConverter.TryWriteBytes(bits[8..], random.NextBits() | 1);
        return new WorkerId(new Guid(bits));
    }

    private void Drain()
    {
        if (!_ended)
        {
            _steps.Drain(Now);
            Advance();
        }
    }

    private void Die()
    {
        if (!_ended)
        {
            End(crashed: true);
        }
    }

    /// <summary>Does all that can be done now.</summary>
    private void Advance()
    {
        if (_ended)
        {
            return;
        }

        _steps.Tick(Now);
        if (_connection is not null && Overdue())
        {
            Reconnect(_connection);
        }

        while (_steps.TryStart(Now) is { } task && Run(task))
        {
        }

        if (_connection is { } connection)
        {
            Speak(connection);
        }

        if (_steps.Fate == Fate.Work)
        {
            _alarm.Need(Earlier(_steps.NextDue(_call is not null, _renewal is not null), Earlier(_call?.Deadline, _renewal?.Deadline)));
        }
        else if (_steps.Fate == Fate.Hang)
        {
            Stop();
        }
        else
        {
            End(_steps.Fate == Fate.Crash);
        }
    }

    /// <summary>Starts the work; true: it is done already.</summary>
    private bool Run(Assignment task)
    {
        if (_steps.Stuck)
        {
            return false;
        }

        _run.Executions++;
        if (task.DurationMs <= 0)
        {
            _steps.Finished(task, ResultOf(task));
            return true;
        }

        _work = new WorkEnd(this, task, Now);
        _run.Agenda.Add(Now + TimeSpan.FromMilliseconds(task.DurationMs), _work);
        return false;
    }

    private WorkResult ResultOf(Assignment task)
    {
        WorkResult result = _plan.Lie > 0 && _chance.Chance(_plan.Lie) ? SimulatedName.Lie : SimulatedName.Result;
        if (_run.Plan.Offspring > 0 && _chance.Chance(_run.Plan.Offspring))
        {
            double duration = task.DurationMs / _plan.Crash.Slowness;
            return result with
            {
                Add = [new NewTaskMessage("sapling", duration) { DependsOn = [task.Task] }, new NewTaskMessage("fruit", duration) { Siblings = [0] }],
            };
        }

        return result;
    }

    private void StopWork()
    {
        if (_work is { } work)
        {
            _work = null;
            _run.Worked += (Now - work.Since).Ticks;
        }
    }

    /// <summary>Nothing is done any more; the connection stays open.</summary>
    private void Stop()
    {
        _ended = true;
        _alarm.Silence();
        StopWork();
    }

    /// <summary>The process ends.</summary>
    private void End(bool crashed)
    {
        Stop();
        _connection?.Close(exited: _run.Plan.SameMachine);
        _connection = null;
        if (crashed && _plan.RespawnsAfter is { } pause)
        {
            _run.Agenda.Add(Now + pause, new Moment(Actor.Master, () => _run.Spawn(Place, again: true)));
        }
    }

    private static TimeSpan? Earlier(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b : a;
}
