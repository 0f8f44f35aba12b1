using FruitSalad.Faults;
using FruitSalad.Tasks;

namespace FruitSalad.Simulation.Stealing;

/// <summary>
/// The channels between the peers, and between them and the gatherer. Calls go the plan's way to the master, answers its
/// way back. Between two ends messages keep their order, unless the plan says otherwise.
/// </summary>
internal sealed class SimulatedNetwork(StealingRun run)
{
    private readonly Lane[,] _lanes = NewLanes(run.Peers.Count + 1);
    private readonly SeededRandom _chance = new(run.Plan.Seed, long.MaxValue);

    /// <summary>How many messages were sent.</summary>
    public long Messages { get; private set; }

    /// <summary>A call goes from one end to another; -1 is the gatherer.</summary>
    public void Call(int from, int to, TraceAction told, Action arrives) => Send(from, to, run.Plan.Channel.ToMaster, told, arrives);

    /// <summary>An answer goes back.</summary>
    public void Answer(int from, int to, TraceAction told, Action arrives) => Send(from, to, run.Plan.Channel.ToWorker, told, arrives);

    /// <summary>
    /// The other end's process is gone, and its machine says so: that is not lost, only late. Where a whole machine is
    /// gone nobody says anything.
    /// </summary>
    public void Tell(int from, int to, Action arrives)
    {
        if (run.Plan.SameMachine)
        {
            TimeSpan healed = run.Agenda.Now;
            foreach (Partition partition in run.Plan.Channel.Partitions)
            {
                healed = Cuts(partition, from, to, healed) ? partition.Until : healed;
            }

            Add(healed + run.Plan.Channel.ToWorker.Delay.Draw(_chance), from, to, overtakes: false, TraceAction.Gone, arrives);
        }
    }

    private static Lane[,] NewLanes(int ends)
    {
        var lanes = new Lane[ends, ends];
        for (int i = 0; i < ends * ends; i++)
        {
            lanes[i / ends, i % ends] = new Lane(TimeSpan.MinValue, 0);
        }

        return lanes;
    }

    private static bool Cuts(Partition partition, int from, int to, TimeSpan now) =>
        (from >= 0 && partition.Cuts(from, now)) || (to >= 0 && partition.Cuts(to, now));

    private void Send(int from, int to, OneWayPlan way, TraceAction told, Action arrives)
    {
        Messages++;
        foreach (Partition partition in run.Plan.Channel.Partitions)
        {
            if (Cuts(partition, from, to, run.Agenda.Now))
            {
                return;
            }
        }

        Passage passage = way.Draw(_chance);
        if (!passage.Arrives || passage.Damaged)
        {
            return;
        }

        Add(run.Agenda.Now + passage.Delay, from, to, passage.Overtakes, told, arrives);
        if (passage.CopyAfter is { } later)
        {
            Add(run.Agenda.Now + later, from, to, overtakes: false, told, arrives);
        }
    }

    private void Add(TimeSpan at, int from, int to, bool overtakes, TraceAction told, Action arrives)
    {
        var message = new Moment(to < 0 ? Actor.Master : new Actor(to, AtMaster: false), arrives, told, from);
        if (overtakes)
        {
            run.Agenda.Add(at, message);
        }
        else
        {
            run.Agenda.Add(at, message, ref _lanes[from + 1, to + 1]);
        }
    }
}
