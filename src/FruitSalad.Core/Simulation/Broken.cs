namespace FruitSalad.Simulation;

/// <summary>The worker hears that its connection is gone.</summary>
internal sealed class Broken(SimulatedConnection connection) : Happening
{
    public override Actor Actor => connection.Worker.Actor;

    public override Told Told => new(TraceAction.Disconnect);

    public override void Happen() => connection.Worker.Lose(connection);
}
