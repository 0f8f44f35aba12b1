using FruitSalad.Stores.Tests.Conformance;

namespace FruitSalad.Stores.Tests.Postgres;

public sealed class PostgresConformanceTests : DurableStoreConformance
{
    protected override int Histories => CountOf(500);

    protected override TestPlace MakePlace() => new PostgresPlace(pooled: true);
}
