namespace FruitSalad.Stealing;

/// <summary>What peers may call at each other, once they have proven that they know the worker's secret.</summary>
public interface IPeerCalls
{
    /// <summary>`steal`: asks for tasks; the same number gets the same ones.</summary>
    Task<Loot> StealAsync(StealRequest request, CancellationToken cancellation);

    /// <summary>`pass`: a sign of life, and the token.</summary>
    Task<Passed> PassAsync(Pass pass, CancellationToken cancellation);
}
