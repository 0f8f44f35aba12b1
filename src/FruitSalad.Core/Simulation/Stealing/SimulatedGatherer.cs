using FruitSalad.Stealing;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Simulation.Stealing;

/// <summary>The thin shell around the real gatherer's steps, under virtual time.</summary>
internal sealed class SimulatedGatherer
{
    private readonly StealingRun _run;
    private readonly MemoryTaskStore _store;
    private readonly Gatherer _steps;
    private readonly Alarm _alarm;

    /// <summary>The question to each peer that has no answer yet; null: its process has ended.</summary>
    private readonly HarvestQuery?[] _open;

    public SimulatedGatherer(StealingRun run, MemoryTaskStore store)
    {
        _run = run;
        _store = store;
        _steps = new Gatherer(
            store, [.. Enumerable.Range(1, run.Peers.Count).Select(number => new WorkerId(new Guid(number, 0, 0, new byte[8])))]);
        _open = new HarvestQuery?[run.Peers.Count];
        _alarm = new Alarm(run.Agenda, Actor.Master, Tick);
    }

    public void Start()
    {
        for (int peer = 0; peer < _open.Length; peer++)
        {
            At.Once(_steps.MetAsync(peer, SimulatedName.Of(peer + 1), _run.Agenda.Now));
        }

        for (int peer = 0; peer < _open.Length; peer++)
        {
            Ask(peer);
        }

        Tick();
    }

    /// <summary>A peer's process has ended.</summary>
    public void Lose(int peer)
    {
        if (_open[peer] is not null)
        {
            _open[peer] = null;
            Act(At.Once(_steps.GoneAsync(peer, _run.Agenda.Now)));
        }
    }

    private void Ask(int peer)
    {
        HarvestQuery query = _open[peer] = _steps.NextQuery(peer);
        _run.Network.Call(-1, peer, TraceAction.Harvest, () => _run.Peers[peer].Receive(
            query,
            harvest => _run.Network.Answer(peer, -1, TraceAction.None, () => Hear(peer, query, harvest)),
            () => Lose(peer)));
        _run.Agenda.Add(_run.Agenda.Now + (_steps.Wait * 1.25), new Moment(Actor.Master, () =>
        {
            if (ReferenceEquals(_open[peer], query))
            {
                Ask(peer);
            }
        }));
    }

    private void Hear(int peer, HarvestQuery query, Harvest harvest)
    {
        if (_open[peer] is null)
        {
            return;
        }

        foreach (Outcome outcome in harvest.Outcomes)
        {
            TraceAction told = outcome.Result is null ? TraceAction.Fail : TraceAction.Result;
            _run.Trace?.Add(_run.Agenda.Now, Actor.Master, new Told(told, outcome.Task));
        }

        _run.Watch.Hear(_run.Agenda.Now);
        Transition<Verdict[]> judged = At.Once(_steps.HarvestedAsync(peer, query, harvest, _run.Agenda.Now));
        for (int i = 0; i < judged.Value.Length; i++)
        {
            if (judged.Value[i] is Verdict.Accepted or Verdict.LateAccepted)
            {
                _run.Count(peer, harvest.Outcomes[i].Task);
            }
        }

        Act(judged.Effect);
        if (ReferenceEquals(_open[peer], query))
        {
            Ask(peer);
        }
    }

    private void Tick() => Act(At.Once(_store.TickAsync(_run.Agenda.Now)));

    private void Act(Effect effect)
    {
        _run.Watch.Look();
        _alarm.Need(effect.NextDue);
    }
}
