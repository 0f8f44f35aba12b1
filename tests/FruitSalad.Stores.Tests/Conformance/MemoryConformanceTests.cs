namespace FruitSalad.Stores.Tests.Conformance;

public sealed class MemoryConformanceTests : TaskStoreConformance
{
    protected override int Histories => 1;

    protected override TestPlace MakePlace() => new MemoryPlace();
}
