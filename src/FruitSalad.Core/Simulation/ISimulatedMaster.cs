using FruitSalad.Faults;

namespace FruitSalad.Simulation;

/// <summary>The master's end of every simulated connection.</summary>
internal interface ISimulatedMaster
{
    /// <summary>Starts it, or starts it again.</summary>
    void Start();

    /// <summary>Its process ends, and every connection with it.</summary>
    void Fall();

    /// <summary>A worker shakes hands.</summary>
    void Open(SimulatedConnection connection);

    /// <summary>A worker's end of a connection is closed.</summary>
    void Closed(SimulatedConnection connection, bool exited);

    /// <summary>A worker's call arrives.</summary>
    void Receive(Request request, bool intact);

    /// <summary>The owner acts.</summary>
    void Do(OwnerAct act);
}
