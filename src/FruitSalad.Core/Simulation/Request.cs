using FruitSalad.Contract;
using FruitSalad.Worker;

namespace FruitSalad.Simulation;

/// <summary>A worker's call on its way to the master: <see cref="Ask"/>, <see cref="Delivery"/>, <see cref="Failure"/>,
/// <see cref="Renewal"/>, <see cref="Held"/>, or <see cref="Goodbye"/>.</summary>
internal sealed class Request(SimulatedConnection connection, object message, TimeSpan deadline) : Happening
{
    public static readonly object Goodbye = new();

    public override Actor Actor => Connection.AtMaster;

    public SimulatedConnection Connection { get; } = connection;

    public object Message { get; } = message;

    /// <summary>When the worker gives up waiting for the reply.</summary>
    public TimeSpan Deadline { get; } = deadline;

    public static object MessageOf(WorkerCall call) =>
        call.Ask ?? call.Delivery ?? call.Failure ?? Goodbye;

    public override void Happen() => Connection.Master.Receive(this, intact: true);
}
