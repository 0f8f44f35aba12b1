using FruitSalad.Store;

namespace FruitSalad.Stores.Tests;

/// <summary>What a user writes for a database.</summary>
public sealed class SaladStoreTests
{
    [Theory]
    [InlineData("Host=h;Password=pssst")]
    [InlineData("Database=d")]
    [InlineData("sous le pont")]
    [InlineData("Host=h;Cellar=full")]
    public void A_text_that_is_no_connection_or_shows_a_password_is_refused(string text)
    {
        StoreException failed = Assert.Throws<StoreException>(() => SaladStore.OfDatabase(text));

        Assert.Equal(StoreFault.NotUsable, failed.Fault);
        Assert.DoesNotContain("pssst", failed.ToString());
    }

    [Fact]
    public void A_place_is_named_without_its_secret()
    {
        var store = SaladStore.OfDatabase("Host=db;Database=salads", "me", "pssst");

        Assert.Equal("PostgreSQL db, database salads", store.Place);
    }
}
