using FruitSalad.Stores.Tests.Conformance;

namespace FruitSalad.Stores.Tests.Postgres;

public sealed class PostgresConformanceTests : DurableStoreConformance
{
    protected override TestPlace MakePlace() => new PostgresPlace(pooled: true);
}
