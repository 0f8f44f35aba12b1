using FruitSalad.Contract;

namespace FruitSalad.Simulation;

/// <summary>The master's welcome arrives at the worker; or word that nobody listens there.</summary>
internal sealed class Opened(SimulatedConnection connection, Welcome? welcome) : Happening
{
    public override Actor Actor => connection.Worker.Actor;

    public override Told Told => new(welcome is null ? TraceAction.Unanswered : TraceAction.Welcome);

    public override void Happen()
    {
        if (welcome is null)
        {
            connection.Worker.Refused(connection);
        }
        else
        {
            connection.Worker.Begin(connection, welcome);
        }
    }
}
