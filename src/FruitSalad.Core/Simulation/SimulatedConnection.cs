using FruitSalad.Contract;
using FruitSalad.Faults;
using FruitSalad.Master;
using FruitSalad.Tasks;

namespace FruitSalad.Simulation;

/// <summary>One connection between a worker and the master: both ends, and the channel between them.</summary>
internal sealed class SimulatedConnection(SimulatedRun run, SimulatedWorker worker)
{
    /// <summary>What a message counts for where the bandwidth is bounded: messages are not written out here.</summary>
    private const int MessageBytes = 200;

    private Lane _toMaster = new(TimeSpan.MinValue, 0);
    private Lane _toWorker = new(TimeSpan.MinValue, 0);
    private Throttle _throttleToMaster;
    private Throttle _throttleToWorker;

    public SimulatedWorker Worker { get; } = worker;

    public ISimulatedMaster Master { get; } = run.Master;

    /// <summary>The master, as it handles what comes in here.</summary>
    public Actor AtMaster => new(Worker.Place, AtMaster: true);

    /// <summary>Its number among this worker's connections, by the store; 0 before the hello.</summary>
    public int Number { get; set; }

    /// <summary>Whether the master knows that it is over.</summary>
    public bool Gone { get; set; }

    /// <summary>Whether something said on it was refused: that is written down once a connection.</summary>
    public bool Refused { get; set; }

    /// <summary>The question of this connection's that waits at the master.</summary>
    public Waiting? Open { get; set; }

    public void Knock()
    {
        if (Draw(run.Plan.Channel.ToMaster) is { Arrives: true, Damaged: false } passage)
        {
            run.Agenda.Add(run.Agenda.Now + passage.Delay, new Knock(this), ref _toMaster);
        }
    }

    public void Answer(Welcome? welcome)
    {
        if (Draw(run.Plan.Channel.ToWorker) is { Arrives: true, Damaged: false } passage)
        {
            run.Agenda.Add(run.Agenda.Now + passage.Delay, new Opened(this, welcome), ref _toWorker);
        }
    }

    public void Send(Request request)
    {
        run.Messages++;
        Passage passage = Draw(run.Plan.Channel.ToMaster);
        Happening message = passage.Damaged ? new Damaged(request) : request;
        Carry(message, passage, ref _toMaster, ref _throttleToMaster, run.Plan.Channel.ToMaster.Bandwidth);
    }

    public void Send(Request request, object? reply)
    {
        run.Messages++;
        Passage passage = Gone ? Passage.Lost : Draw(run.Plan.Channel.ToWorker);
        if (!passage.Damaged)
        {
            var message = new Reply(request, reply);
            Carry(message, passage, ref _toWorker, ref _throttleToWorker, run.Plan.Channel.ToWorker.Bandwidth);
        }
    }

    /// <summary>The worker's end closes: by itself, or with its process.</summary>
    public void Close(bool exited) =>
        run.Agenda.Add(Healed() + ToMaster, new Closing(this, exited), ref _toMaster);

    /// <summary>The master's end closes.</summary>
    public void Break() => run.Agenda.Add(Healed() + ToWorker, new Broken(this), ref _toWorker);

    private TimeSpan ToMaster => run.Plan.Channel.ToMaster.Delay.Draw(run.Chance);

    private TimeSpan ToWorker => run.Plan.Channel.ToWorker.Delay.Draw(run.Chance);

    private void Carry(Happening message, in Passage passage, ref Lane lane, ref Throttle throttle, double? bandwidth)
    {
        if (!passage.Arrives)
        {
            return;
        }

        TimeSpan sent = run.Agenda.Now + throttle.Pass(run.Agenda.Now, MessageBytes, bandwidth);
        if (passage.Overtakes)
        {
            run.Agenda.Add(sent + passage.Delay, message);
        }
        else
        {
            run.Agenda.Add(sent + passage.Delay, message, ref lane);
        }

        if (passage.CopyAfter is { } later)
        {
            run.Agenda.Add(sent + later, message, ref lane);
        }
    }

    private Passage Draw(OneWayPlan way) => IsCut() ? Passage.Lost : way.Draw(run.Chance);

    private bool IsCut()
    {
        IReadOnlyList<Partition> partitions = run.Plan.Channel.Partitions;
        for (int i = 0; i < partitions.Count; i++)
        {
            if (partitions[i].Cuts(Worker.Place, run.Agenda.Now))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>When the operating system gets through at last: it tells the end of a connection again and again.</summary>
    private TimeSpan Healed()
    {
        TimeSpan healed = run.Agenda.Now;
        foreach (Partition partition in run.Plan.Channel.Partitions)
        {
            healed = partition.Cuts(Worker.Place, healed) ? partition.Until : healed;
        }

        return healed;
    }

    /// <summary>A question that waits.</summary>
    internal sealed class Waiting(SimulatedConnection connection, Request request, WorkerId worker, Ask ask, TimeSpan until)
        : ParkedAsk(worker, ask, until)
    {
        public override bool Deliver(Answer answer)
        {
            if (connection.Gone)
            {
                return false;
            }

            connection.Send(request, answer);
            return true;
        }
    }
}
