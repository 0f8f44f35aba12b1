namespace FruitSalad.Processes;

/// <summary>A peer that this process started: it listens, and begins when all of them do.</summary>
public interface ILocalPeer : ILocalWorker
{
    /// <summary>Completes with the port where it listens, on this machine; cancelled if it ends before.</summary>
    Task<int> Port { get; }

    /// <summary>All peers listen: this one begins.</summary>
    void Begin(PeerStart start);
}
