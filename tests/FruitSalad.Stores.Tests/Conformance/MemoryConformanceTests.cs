namespace FruitSalad.Stores.Tests.Conformance;

public sealed class MemoryConformanceTests : TaskStoreConformance
{
    protected override TestPlace MakePlace() => new MemoryPlace();
}
