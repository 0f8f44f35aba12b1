using FruitSalad.Contract;
using FruitSalad.Faults;
using FruitSalad.Stealing;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Simulation.Stealing;

/// <summary>The thin shell around a real peer's steps, under virtual time.</summary>
internal sealed class SimulatedPeer
{
    private readonly StealingRun _run;
    private readonly WorkerPlan _plan;
    private readonly int _place;
    private readonly PeerSteps _steps;
    private readonly Alarm _alarm;
    private readonly SeededRandom _chance;

    /// <summary>Who has a connection to this one, and hears that it closes.</summary>
    private readonly NumberSet _callers = new();

    /// <summary>What it has done, seen from outside.</summary>
    private readonly NumberSet _finished = new();

    /// <summary>Whom it takes for dead, as far as that was told.</summary>
    private readonly NumberSet _mourned = new();
    private (HarvestQuery Query, Action<Harvest> Answer)? _parked;
    private (Assignment Task, TimeSpan Since)? _work;
    private bool _announced;

    public SimulatedPeer(StealingRun run, int place)
    {
        _run = run;
        _place = place;
        _plan = run.Plan.Workers[place];
        _chance = new SeededRandom(run.Plan.Seed, -1 - place);
        _steps = new PeerSteps(
            run.Terms, place, _plan.Crash, new SeededRandom(run.Plan.Seed, place + 1), null, null, run.Rules);
        _alarm = new Alarm(run.Agenda, Actor, Advance);
    }

    /// <summary>Whether its process has ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether it does nothing any more, be there a process or not.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>Whether it holds this task's result.</summary>
    public bool Holds(int task) => _finished.Contains(task);

    private Actor Actor => new(_place, AtMaster: false);

    private TimeSpan Now => _run.Agenda.Now;

    public void Start()
    {
        if (_plan.DiesAt is { } end)
        {
            _run.Agenda.Add(end, new Moment(Actor, () => End(), TraceAction.Kill));
        }

        _run.Agenda.Add(TimeSpan.Zero, new Moment(Actor, Advance, TraceAction.Start));
    }

    /// <summary>A peer's call arrives.</summary>
    public void Receive(int from, PeerCall call)
    {
        if (HasEnded)
        {
            _run.Network.Tell(_place, from, () => _run.Peers[from].Lose(_place));
            return;
        }

        _callers.Add(from);
        if (IsSilent)
        {
            return;
        }

        if (call.Steal is { } steal)
        {
            Loot loot = _steps.Steal(steal, Now);
            TraceAction told = loot.Tasks.Count == 0 ? TraceAction.GetNothing : TraceAction.None;
            _run.Network.Answer(_place, from, told, () => _run.Peers[from].Get(call, loot));
        }
        else
        {
            Passed passed = _steps.Pass(call.Pass!, Now);
            _run.Network.Answer(_place, from, TraceAction.Hear, () => _run.Peers[from].Hear(steps => steps.Answered(call, passed, _run.Agenda.Now)));
        }

        Advance();
    }

    /// <summary>The gatherer's question arrives. A later one takes the place of one that waits.</summary>
    public void Receive(HarvestQuery query, Action<Harvest> answer, Action gone)
    {
        if (HasEnded)
        {
            _run.Network.Tell(_place, -1, gone);
        }
        else if (!IsSilent)
        {
            _parked = (query, answer);
            _run.Agenda.Add(Now + TimeSpan.FromMilliseconds(query.WaitMs), new Moment(Actor, () => Reply(query)));
            Advance();
        }
    }

    /// <summary>Somebody's connection is gone.</summary>
    public void Lose(int peer) => Hear(steps => steps.Gone(peer, Now));

    /// <summary>Nothing is done any more; a process that hangs stays there.</summary>
    public void Stop()
    {
        IsSilent = true;
        _alarm.Silence();
        EndWork();
    }

    private void Get(PeerCall call, Loot loot)
    {
        if (!IsSilent)
        {
            foreach (int task in loot.Tasks)
            {
                Tell(TraceAction.Get, task);
            }
        }

        Hear(steps => steps.Answered(call, loot, Now));
    }

    private void Tell(TraceAction what, int task = -1, int other = -1) => _run.Trace?.Add(Now, Actor, new Told(what, task, other));

    private void Hear(Action<PeerSteps> what)
    {
        if (!IsSilent)
        {
            what(_steps);
            Advance();
        }
    }

    /// <summary>Does all that can be done now.</summary>
    private void Advance()
    {
        if (IsSilent)
        {
            return;
        }

        _steps.Tick(Now);
        Check();
        while (_steps.TryStart(Now) is { } task && Work(task))
        {
        }

        while (_steps.NextCall(Now) is { } call)
        {
            _run.Network.Call(_place, call.To, Told(call), () => _run.Peers[call.To].Receive(_place, call));
        }

        if (_parked is { } parked && _steps.Gather(parked.Query) is { } harvest)
        {
            _parked = null;
            parked.Answer(harvest);
        }

        Check();
        if (_steps.Fate == Fate.Work)
        {
            _alarm.Need(_steps.NextDue);
        }
        else if (_steps.Fate == Fate.Hang)
        {
            Stop();
        }
        else
        {
            End();
        }
    }

    private static TraceAction Told(PeerCall call) =>
        call.Steal is not null ? TraceAction.Steal : call.Pass!.Token is null ? TraceAction.Pass : TraceAction.Token;

    /// <summary>Nothing to hand over so far.</summary>
    private void Reply(HarvestQuery query)
    {
        if (!IsSilent && _parked is { } parked && ReferenceEquals(parked.Query, query))
        {
            _parked = null;
            parked.Answer(new Harvest([]));
        }
    }

    /// <summary>Starts the work; true: it is done already.</summary>
    private bool Work(Assignment task)
    {
        _run.Executions++;
        _run.Began(task.Task);
        if (task.DurationMs <= 0)
        {
            Finish(task);
            return true;
        }

        (Assignment Task, TimeSpan Since) work = (task, Now);
        _work = work;
        _run.Agenda.Add(Now + TimeSpan.FromMilliseconds(task.DurationMs), new Moment(Actor, () =>
        {
            if (_work == work && !_steps.Stuck)
            {
                EndWork();
                Finish(task);
                Advance();
            }
        }));
        return false;
    }

    private void Finish(Assignment task)
    {
        bool holds = true;
        if (_plan.Failure > 0 && _chance.Chance(_plan.Failure))
        {
            holds = _run.Failed(task);
            Tell(TraceAction.Spoil, task.Task);
            _steps.Failed(task, "spoiled");
        }
        else
        {
            Tell(TraceAction.Work, task.Task);
            _steps.Finished(task, SimulatedName.Result);
        }

        if (holds && _steps.Fate == Fate.Work)
        {
            _finished.Add(task.Task);
        }
    }

    private void EndWork()
    {
        if (_work is { } work)
        {
            _work = null;
            _run.Worked += (Now - work.Since).Ticks;
        }
    }

    /// <summary>The process ends.</summary>
    private void End()
    {
        if (HasEnded)
        {
            return;
        }

        Stop();
        HasEnded = true;
        for (int peer = 0; peer < _run.Peers.Count; peer++)
        {
            int caller = peer;
            if (_callers.Contains(peer))
            {
                _run.Network.Tell(_place, peer, () => _run.Peers[caller].Lose(_place));
            }
        }

        _run.Network.Tell(_place, -1, () => _run.Gatherer.Lose(_place));
    }

    /// <summary>Whoever says that everything is done must be right, each time anew.</summary>
    private void Check()
    {
        PeerStatus status = _steps.Status();
        if (status.Dead.Count > 0)
        {
            _run.AnybodyDead();
            TellOfDead(status.Dead);
        }

        if (!status.Ended)
        {
            _announced = false;
        }
        else if (!_announced)
        {
            _announced = true;
            Tell(TraceAction.Over);
            _run.CheckEnd(status);
        }
    }

    private void TellOfDead(NumberSet dead)
    {
        for (int peer = 0; dead.Count > _mourned.Count && peer < _run.Peers.Count; peer++)
        {
            if (dead.Contains(peer) && _mourned.Add(peer))
            {
                Tell(TraceAction.Mourn, other: peer);
            }
        }
    }
}
