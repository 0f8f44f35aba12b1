namespace FruitSalad.Stores.Tests;

/// <summary>No place at all.</summary>
public sealed class MemoryPlace : TestPlace
{
    internal override SaladStore? Store => null;

    protected override TimeSpan Clock { get; set; }
}
