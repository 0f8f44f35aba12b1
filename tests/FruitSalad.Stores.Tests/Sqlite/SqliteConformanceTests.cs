using FruitSalad.Stores.Tests.Conformance;

namespace FruitSalad.Stores.Tests.Sqlite;

public sealed class SqliteConformanceTests : DurableStoreConformance
{
    protected override TestPlace MakePlace() => new SqlitePlace();
}
