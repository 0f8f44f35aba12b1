namespace FruitSalad.Simulation;

/// <summary>The master hears that a connection's other end is closed.</summary>
internal sealed class Closing(SimulatedConnection connection, bool exited) : Happening
{
    public override Actor Actor => connection.AtMaster;

    public override Told Told => new(TraceAction.Close);

    public override void Happen() => connection.Master.Closed(connection, exited);
}
