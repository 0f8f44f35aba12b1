using FruitSalad.Contract;
using FruitSalad.Faults;
using FruitSalad.Master;
using FruitSalad.Tasks;

namespace FruitSalad.Simulation;

/// <summary>One connection between a worker and the master: both ends, and the channel between them.</summary>
internal sealed class SimulatedConnection(SimulatedRun run, SimulatedWorker worker)
{
    private Lane _toMaster = new(TimeSpan.MinValue, 0);
    private Lane _toWorker = new(TimeSpan.MinValue, 0);

    public SimulatedWorker Worker { get; } = worker;

    public SimulatedMaster Master { get; } = run.Master;

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
        if (Passes(run.Plan.Channel.Loss + run.Plan.Channel.Corruption))
        {
            run.Agenda.Add(run.Agenda.Now + ToMaster, new Knock(this), ref _toMaster);
        }
    }

    public void Answer(Welcome? welcome)
    {
        if (Passes(run.Plan.Channel.Loss + run.Plan.Channel.Corruption))
        {
            run.Agenda.Add(run.Agenda.Now + ToWorker, new Opened(this, welcome), ref _toWorker);
        }
    }

    public void Send(Request request)
    {
        run.Messages++;
        ChannelPlan channel = run.Plan.Channel;
        if (!Passes(channel.Loss))
        {
            return;
        }

        if (channel.Corruption > 0 && run.Chance.Chance(channel.Corruption))
        {
            run.Agenda.Add(run.Agenda.Now + ToMaster, new Damaged(request), ref _toMaster);
            return;
        }

        Carry(request, ToMaster, ref _toMaster);
        if (channel.Duplication > 0 && run.Chance.Chance(channel.Duplication))
        {
            Carry(request, ToMaster + ToMaster, ref _toMaster);
        }
    }

    public void Send(Request request, object? reply)
    {
        run.Messages++;
        ChannelPlan channel = run.Plan.Channel;
        if (Gone || !Passes(channel.Loss + channel.Corruption))
        {
            return;
        }

        var message = new Reply(request, reply);
        Carry(message, ToWorker, ref _toWorker);
        if (channel.Duplication > 0 && run.Chance.Chance(channel.Duplication))
        {
            Carry(message, ToWorker + ToWorker, ref _toWorker);
        }
    }

    /// <summary>The worker's end closes: by itself, or with its process.</summary>
    public void Close(bool exited) =>
        run.Agenda.Add(Healed() + ToMaster, new Closing(this, exited), ref _toMaster);

    /// <summary>The master's end closes.</summary>
    public void Break() => run.Agenda.Add(Healed() + ToWorker, new Broken(this), ref _toWorker);

    private TimeSpan ToMaster => run.Plan.Channel.ToMaster.Draw(run.Chance);

    private TimeSpan ToWorker => run.Plan.Channel.ToWorker.Draw(run.Chance);

    private void Carry(Happening message, TimeSpan delay, ref Lane lane)
    {
        double reordering = run.Plan.Channel.Reordering;
        if (reordering > 0 && run.Chance.Chance(reordering))
        {
            run.Agenda.Add(run.Agenda.Now + delay, message);
        }
        else
        {
            run.Agenda.Add(run.Agenda.Now + delay, message, ref lane);
        }
    }

    private bool Passes(double loss) => !IsCut() && (loss <= 0 || !run.Chance.Chance(loss));

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
