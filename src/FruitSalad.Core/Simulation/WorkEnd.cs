using FruitSalad.Contract;

namespace FruitSalad.Simulation;

/// <summary>A worker's piece of work is done, unless it was given up before.</summary>
internal sealed class WorkEnd(SimulatedWorker worker, Assignment task, TimeSpan since) : Happening
{
    public override Actor Actor => worker.Actor;

    public override Told Told => new(TraceAction.Work, Task.Task);

    public Assignment Task { get; } = task;

    public TimeSpan Since { get; } = since;

    public override void Happen() => worker.EndWork(this);
}
