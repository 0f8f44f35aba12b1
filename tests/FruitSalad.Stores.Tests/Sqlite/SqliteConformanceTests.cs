using FruitSalad.Stores.Tests.Conformance;

namespace FruitSalad.Stores.Tests.Sqlite;

public sealed class SqliteConformanceTests : DurableStoreConformance
{
    /// <summary>So many, or as SALAD_TEST_HISTORIES says: 100000, say, for a longer look.</summary>
    protected override int Histories => CountOf(2_000);

    protected override TestPlace MakePlace() => new SqlitePlace();
}
