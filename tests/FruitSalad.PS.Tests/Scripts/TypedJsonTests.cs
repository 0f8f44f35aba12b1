using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Security;
using System.Text;
using System.Text.Json;
using FruitSalad.PS.Scripts;

namespace FruitSalad.PS.Tests.Scripts;

public class TypedJsonTests
{
    public static TheoryData<object> Kept =>
    [
        true, "", "pêche \"1\"\n", "$long", 5, -7, 5L, (byte)5, (sbyte)-5, (short)5, (ushort)5, 5u, 5ul, ulong.MaxValue,
        BigInteger.Parse("123456789012345678901234567890", CultureInfo.InvariantCulture), 1.5f, 2.0, double.NaN,
        double.NegativeInfinity, 0.1, 1.10m, 'x', new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc).AddTicks(7),
        new DateTime(2024, 2, 29, 0, 0, 0, DateTimeKind.Local), new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(5)),
        new DateOnly(2024, 2, 29), new TimeOnly(23, 59, 59), TimeSpan.FromTicks(-1), Guid.Parse("6ef8eaeb-75f2-418a-8836-30793f8ab2b7"),
        new Version(1, 2, 3), new Uri("a b/c", UriKind.Relative), new byte[] { 0, 1, 255 }, new object?[] { 1, "x", null }, Array.Empty<object>(),
    ];

    [Theory]
    [MemberData(nameof(Kept), DisableDiscoveryEnumeration = true)]
    public void What_survives_comes_back_equal_and_of_the_same_type(object value)
    {
        object? back = RoundTrip(value);

        Assert.Equal(value, back);
        Assert.Equal(value.GetType(), back?.GetType());
        if (value is DateTime moment)
        {
            Assert.Equal(moment.Kind, ((DateTime)back!).Kind);
        }
    }

    [Fact]
    public void It_survives_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("fr-FR");
        try
        {
            Assert.Equal(1.5, RoundTrip(1.5));
            Assert.Equal(1.5m, RoundTrip(1.5m));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Tables_keep_their_keys_order_and_nesting()
    {
        var given = new OrderedDictionary { ["z"] = 1L, ["a"] = new Hashtable { [5] = new[] { 1.5, 2.5 } }, ["$hash"] = null };

        var back = Assert.IsType<OrderedDictionary>(RoundTrip(given));

        Assert.Equal(["z", "a", "$hash"], back.Keys.Cast<string>());
        Assert.Equal(1L, back["Z"]);
        Assert.Equal(new object[] { 1.5, 2.5 }, Assert.IsType<Hashtable>(back["a"])[5]);
    }

    [Fact]
    public void Custom_objects_keep_their_properties_in_order()
    {
        var given = new PSObject();
        given.Properties.Add(new PSNoteProperty("b", 1L));
        given.Properties.Add(new PSNoteProperty("a", new PSObject("text")));

        var back = Assert.IsType<PSObject>(RoundTrip(given));

        Assert.Equal(["b", "a"], back.Properties.Select(property => property.Name));
        Assert.Equal([1L, "text"], back.Properties.Select(property => property.Value));
    }

    [Fact]
    public void Other_objects_come_as_their_properties_under_a_name_that_runs_no_code()
    {
        var back = Assert.IsType<PSObject>(RoundTrip(new UriBuilder("http", "host", 80, "path")));

        Assert.Equal("Deserialized.System.UriBuilder", back.TypeNames[0]);
        Assert.Equal(80, back.Properties["Port"].Value);
        Assert.Equal(new Uri("http://host:80/path"), back.Properties["Uri"].Value);
    }

    [Fact]
    public void Enums_types_and_script_blocks_come_as_their_texts() => Assert.Equal(
        ["Friday", "System.Int32", " 1 + 1 "],
        new object[] { DayOfWeek.Friday, typeof(int), ScriptBlock.Create(" 1 + 1 ") }.Select(RoundTrip));

    [Fact]
    public void Secrets_are_refused_however_deep()
    {
        using var secret = new SecureString();
        object[] holders = [secret, new PSCredential("user", secret), new Hashtable { ["a"] = new object[] { secret } }, new Holder(secret)];

        Assert.All(holders, holder => Assert.Equal(
            Unfit.Secret, Assert.Throws<UnfitValueException>(() => TypedJson.Write(holder, 1000)).Why));
    }

    [Fact]
    public void What_contains_itself_or_never_ends_is_refused()
    {
        var itself = new object[1];
        itself[0] = itself;

        Assert.Equal(Unfit.TooDeep, Assert.Throws<UnfitValueException>(() => TypedJson.Write(itself, 1000)).Why);
        Assert.Equal(Unfit.TooLong, Assert.Throws<UnfitValueException>(() => TypedJson.Write(Endless(), 1000)).Why);
        Assert.Equal(Unfit.TooLong, Assert.Throws<UnfitValueException>(() => TypedJson.Write(new string('é', 600), 1000)).Why);
    }

    [Theory]
    [InlineData("""{"$type":"System.Diagnostics.Process"}""")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{}""")]
    [InlineData("""{"$long":"5","$int":"6"}""")]
    [InlineData("""{"$long":5}""")]
    [InlineData("""{"$long":"x"}""")]
    [InlineData("""{"$byte":"300"}""")]
    [InlineData("""{"$bytes":"%"}""")]
    [InlineData("""{"$hash":[null,1]}""")]
    [InlineData("""{"$hash":5}""")]
    [InlineData("""{"$object":[]}""")]
    [InlineData("""{"$object":[null,5,1]}""")]
    [InlineData("""1.5""")]
    public void A_strangers_text_makes_a_value_of_the_list_or_an_error(string json) =>
        Assert.ThrowsAny<JsonException>(() => TypedJson.Read(json));

    private static object? RoundTrip(object? value) => TypedJson.Read(Encoding.UTF8.GetString(TypedJson.Write(value, 1 << 20).Span));

    private static IEnumerable<int> Endless()
    {
        while (true)
        {
            yield return 1;
        }
    }

    private sealed record Holder(SecureString Secret);
}
