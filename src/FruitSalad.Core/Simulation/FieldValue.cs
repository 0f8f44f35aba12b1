using System.Globalization;
using System.Text.Json.Nodes;
using FruitSalad.Faults;

namespace FruitSalad.Simulation;

/// <summary>
/// Single values of a plan as JSON, without loss: durations are decimal seconds down to 100 ns. What may be missing is
/// null; where a policy's 0 means "never" or "for ever", that is 0 here as at the cmdlets.
/// </summary>
internal static class FieldValue
{
    public static JsonNode Of(TimeSpan time) => JsonValue.Create(decimal.Divide(time.Ticks, TimeSpan.TicksPerSecond));

    public static JsonNode? Of(TimeSpan? time) => time is { } known ? Of(known) : null;

    public static JsonNode OrZero(TimeSpan? time) => Of(time ?? TimeSpan.Zero);

    public static JsonNode Of<T>(T word) where T : struct, Enum => JsonValue.Create(word.ToString());

    public static JsonNode Of<T>(IEnumerable<T> items, Func<T, JsonNode?> write) => new JsonArray([.. items.Select(write)]);

    public static TimeSpan Time(JsonNode? text) =>
        TimeSpan.FromTicks((long)(Need(text).GetValue<decimal>() * TimeSpan.TicksPerSecond));

    public static TimeSpan? TimeOrNull(JsonNode? text) => text is null ? null : Time(text);

    /// <summary>A duration of which 0 means that there is none.</summary>
    public static TimeSpan? TimeUnlessZero(JsonNode? text) => Time(text) is { Ticks: not 0 } time ? time : null;

    public static T Word<T>(JsonNode? text) where T : struct, Enum =>
        Enum.TryParse(Need(text).GetValue<string>(), ignoreCase: true, out T word) && Enum.IsDefined(word)
            ? word
            : throw new FormatException($"{text} is none of {string.Join(", ", Enum.GetNames<T>())}.");

    /// <summary>A likelihood.</summary>
    public static double Chance(JsonNode? text) => Need(text).GetValue<double>() is >= 0 and <= 1 and var chance
        ? chance
        : throw new FormatException($"{text} is not in [0, 1].");

    public static double Positive(JsonNode? text) => Need(text).GetValue<double>() is > 0 and var number
        ? number
        : throw new FormatException($"{text} is not more than 0.");

    public static int Count(JsonNode? text) => Need(text).GetValue<int>() is >= 0 and var count
        ? count
        : throw new FormatException($"{text} is less than 0.");

    public static bool Flag(JsonNode? text) => Need(text).GetValue<bool>();

    /// <summary>A list; one thing alone is a list of one.</summary>
    public static T[] List<T>(JsonNode? text, Func<JsonNode?, T> read) => Need(text) switch
    {
        JsonArray items => [.. items.Select(read)],
        var one => [read(one)],
    };

    /// <summary>Seconds, or the parameters of a distribution.</summary>
    public static JsonNode Of(Delay delay) => delay.Shape switch
    {
        DelayShape.Constant => Of(delay.Least),
        DelayShape.Uniform => new JsonObject { ["Least"] = Of(delay.Least), ["Most"] = Of(delay.Longest) },
        DelayShape.Exponential => new JsonObject
        {
            ["Least"] = Of(delay.Least),
            ["Mean"] = Of(TimeSpan.FromTicks((long)delay.Spread)),
        },
        _ => new JsonObject { ["Least"] = Of(delay.Least), ["Exponent"] = delay.Spread },
    };

    public static Delay Delay(JsonNode? text)
    {
        if (text is not JsonObject members)
        {
            return Faults.Delay.Constant(Time(text));
        }

        var values = new Dictionary<string, JsonNode?>(members, StringComparer.OrdinalIgnoreCase);
        TimeSpan least = values.Remove("Least", out JsonNode? given) ? Time(given) : TimeSpan.Zero;
        return values.SingleOrDefault() switch
        {
            ("Most", var most) => Faults.Delay.Uniform(least, Time(most)),
            ("Mean", var mean) => Faults.Delay.Exponential(least, Time(mean)),
            ("Exponent", var exponent) when least > TimeSpan.Zero => Faults.Delay.HeavyTailed(least, Positive(exponent)),
            _ => throw new FormatException(
                "A delay is a number of seconds, or Least with one of Most, Mean (beyond it) and Exponent (Least above 0)."),
        };
    }

    private static JsonNode Need(JsonNode? text) => text ?? throw new FormatException("A value is missing.");
}
