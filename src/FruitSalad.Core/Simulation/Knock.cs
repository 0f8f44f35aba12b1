namespace FruitSalad.Simulation;

/// <summary>A worker's handshake arrives at the master. The whole of it is one round trip here.</summary>
internal sealed class Knock(SimulatedConnection connection) : Happening
{
    public override Actor Actor => connection.AtMaster;

    public override Told Told => new(TraceAction.Hello);

    public override void Happen() => connection.Master.Open(connection);
}
