namespace FruitSalad.Stealing;

/// <summary>What whoever gathers the results may call at a peer: it has proven that it knows the owner's secret.</summary>
public interface IGathererCalls
{
    /// <summary>`status`: how the peer stands.</summary>
    Task<PeerStatus> StatusAsync(CancellationToken cancellation);

    /// <summary>`harvest`: waits until everything is done, and gets what the peer has done.</summary>
    Task<Harvest> HarvestAsync(HarvestQuery query, CancellationToken cancellation);

    /// <summary>`dismiss`: all results are gathered. The peer ends when this connection does.</summary>
    Task<PeerStatus> DismissAsync(CancellationToken cancellation);
}
