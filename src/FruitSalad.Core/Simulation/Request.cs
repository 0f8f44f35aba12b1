using FruitSalad.Contract;
using FruitSalad.Worker;

namespace FruitSalad.Simulation;

/// <summary>A worker's call on its way to the master: <see cref="Ask"/>, <see cref="Delivery"/>, <see cref="Failure"/>,
/// <see cref="Renewal"/>, <see cref="Held"/>, or <see cref="Goodbye"/>.</summary>
internal sealed class Request(SimulatedConnection connection, object message, TimeSpan deadline) : Happening
{
    public static readonly object Goodbye = new();

    public override Actor Actor => Connection.AtMaster;

    public override Told Told => Message switch
    {
        Ask => new(TraceAction.Ask),
        Delivery delivery => new(TraceAction.Result, delivery.Results[0].Task),
        Renewal => new(TraceAction.Renew),
        Failure failure => new(TraceAction.Fail, failure.Task),
        Held held => new(TraceAction.Release, held.Leases[0].Task),
        _ => new(TraceAction.Goodbye),
    };

    public SimulatedConnection Connection { get; } = connection;

    public object Message { get; } = message;

    /// <summary>When the worker gives up waiting for the reply.</summary>
    public TimeSpan Deadline { get; } = deadline;

    public static object MessageOf(WorkerCall call) =>
        call.Ask ?? call.Delivery ?? call.Failure ?? Goodbye;

    public override void Happen() => Connection.Master.Receive(this, intact: true);
}
