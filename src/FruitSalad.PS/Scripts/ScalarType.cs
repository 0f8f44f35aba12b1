using System.Globalization;
using System.Numerics;

namespace FruitSalad.PS.Scripts;

/// <summary>A type whose values cross as text under a tag: what JSON's own numbers and strings would blur.</summary>
/// <param name="Tag">The tag: "long" in { "$long": "5" }.</param>
/// <param name="Write">The text of a value, the same in every culture.</param>
/// <param name="Read">The value of a text.</param>
internal sealed record ScalarType(string Tag, Func<object, string> Write, Func<string, object> Read)
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private static readonly Dictionary<Type, ScalarType> All = new()
    {
        [typeof(byte)] = Number("byte", text => byte.Parse(text, Invariant)),
        [typeof(sbyte)] = Number("sbyte", text => sbyte.Parse(text, Invariant)),
        [typeof(short)] = Number("short", text => short.Parse(text, Invariant)),
        [typeof(ushort)] = Number("ushort", text => ushort.Parse(text, Invariant)),
        [typeof(uint)] = Number("uint", text => uint.Parse(text, Invariant)),
        [typeof(long)] = Number("long", text => long.Parse(text, Invariant)),
        [typeof(ulong)] = Number("ulong", text => ulong.Parse(text, Invariant)),
        [typeof(BigInteger)] = Number("bigint", text => BigInteger.Parse(text, Invariant)),
        [typeof(float)] = Number("float", text => float.Parse(text, Invariant)),
        [typeof(double)] = Number("double", text => double.Parse(text, Invariant)),
        [typeof(decimal)] = Number("decimal", text => decimal.Parse(text, Invariant)),
        [typeof(char)] = new("char", value => value.ToString()!, text => char.Parse(text)),
        [typeof(DateTime)] = Moment("datetime", text => DateTime.Parse(text, Invariant, DateTimeStyles.RoundtripKind)),
        [typeof(DateTimeOffset)] = Moment("datetimeoffset", text => DateTimeOffset.Parse(text, Invariant)),
        [typeof(DateOnly)] = Moment("dateonly", text => DateOnly.Parse(text, Invariant)),
        [typeof(TimeOnly)] = Moment("timeonly", text => TimeOnly.Parse(text, Invariant)),
        [typeof(TimeSpan)] = new("timespan", value => ((TimeSpan)value).ToString("c"), text => TimeSpan.Parse(text, Invariant)),
        [typeof(Guid)] = new("guid", value => value.ToString()!, text => Guid.Parse(text)),
        [typeof(Version)] = new("version", value => value.ToString()!, text => Version.Parse(text)),
        [typeof(Uri)] = new("uri", value => ((Uri)value).OriginalString, text => new Uri(text, UriKind.RelativeOrAbsolute)),
        [typeof(byte[])] = new("bytes", value => Convert.ToBase64String((byte[])value), Convert.FromBase64String),
    };

    private static readonly Dictionary<string, ScalarType> ByTag = All.Values.ToDictionary(scalar => scalar.Tag);

    /// <summary>How a type's values cross; null: not as one text.</summary>
    public static ScalarType? Of(Type type) => All.GetValueOrDefault(type);

    /// <summary>What a tag stands for; null: nothing.</summary>
    public static ScalarType? Tagged(string tag) => ByTag.GetValueOrDefault(tag);

    private static ScalarType Number(string tag, Func<string, object> read) =>
        new(tag, value => ((IFormattable)value).ToString(null, Invariant), read);

    private static ScalarType Moment(string tag, Func<string, object> read) =>
        new(tag, value => ((IFormattable)value).ToString("O", Invariant), read);
}
