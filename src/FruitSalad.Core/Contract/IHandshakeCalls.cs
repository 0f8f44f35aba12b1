namespace FruitSalad.Contract;

/// <summary>
/// The only calls open to a stranger. Each side proves that it knows the role's secret, and no secret crosses the wire:
/// a stranger on the port of a dead master learns nothing, and no worker obeys it.
/// </summary>
public interface IHandshakeCalls
{
    /// <summary>`hello`: who I am and a number used once; answered with the master's own number and proof.</summary>
    Task<Challenge> HelloAsync(Hello hello, CancellationToken cancellation);

    /// <summary>`prove`: my proof over both numbers; answered with all that the role needs to begin.</summary>
    Task<Welcome> ProveAsync(Proof proof, CancellationToken cancellation);
}
