using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FruitSalad.Tasks;

namespace FruitSalad.Contract;

/// <summary>How the contract's types look as JSON: snake_case names, enums as words, durations in ms.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Hello))]
[JsonSerializable(typeof(Challenge))]
[JsonSerializable(typeof(Proof))]
[JsonSerializable(typeof(Welcome))]
[JsonSerializable(typeof(Ask))]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(Delivery))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(Renewal))]
[JsonSerializable(typeof(Renewed))]
[JsonSerializable(typeof(Failure))]
[JsonSerializable(typeof(FailReceipt))]
[JsonSerializable(typeof(Held))]
[JsonSerializable(typeof(Addition))]
[JsonSerializable(typeof(Added))]
[JsonSerializable(typeof(SharedValue))]
[JsonSerializable(typeof(Stop))]
[JsonSerializable(typeof(StatusQuery))]
[JsonSerializable(typeof(SaladStatus))]
[JsonSerializable(typeof(TaskQuery))]
[JsonSerializable(typeof(TaskPage))]
[JsonSerializable(typeof(ResultQuery))]
[JsonSerializable(typeof(ResultPage))]
[JsonSerializable(typeof(TaskList))]
[JsonSerializable(typeof(WorkerList))]
[JsonSerializable(typeof(EventQuery))]
[JsonSerializable(typeof(EventAnswer))]
[JsonSerializable(typeof(SaladEvent))]
[JsonSerializable(typeof(MasterView))]
[JsonSerializable(typeof(MasterList))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(object))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class SaladJson : JsonSerializerContext
{
    /// <summary>Options for everything that crosses the wire or is written to a file.</summary>
    public static JsonSerializerOptions Wire { get; } = MakeOptions();

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            RespectRequiredConstructorParameters = true,
            RespectNullableAnnotations = true,
            MaxDepth = 64,

            // The wire is no HTML page: "pêche" stays "pêche".
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters =
            {
                new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false),
                new Milliseconds(),
                new WorkerIdText(),
            },
        };

        // Enum converters are made by reflection; everything else comes from the generated metadata.
        options.TypeInfoResolver = JsonTypeInfoResolver.Combine(Default, new DefaultJsonTypeInfoResolver());
        return options;
    }

    /// <summary>A duration is a number of ms. To the tick: a history that crossed the wire is checked like any other.</summary>
    private sealed class Milliseconds : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            System.TimeSpan.FromTicks(checked((long)Math.Round(reader.GetDouble() * System.TimeSpan.TicksPerMillisecond)));

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.TotalMilliseconds);
    }

    /// <summary>A worker's identity is its GUID.</summary>
    private sealed class WorkerIdText : JsonConverter<WorkerId>
    {
        public override WorkerId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, WorkerId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
