using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FruitSalad.Tasks;

namespace FruitSalad.Journal;

/// <summary>
/// How commands are written in a journal: JSON that people can read, durations in ticks, so that the same command at the
/// same time is the same to the last digit.
/// </summary>
/// <remarks>
/// By reflection, not by generated metadata: what a record got after a journal was written is missing there and must
/// have its own default then, where generated code would make it null
/// (https://github.com/dotnet/runtime/issues/58770). Defaults and nulls are always written: a lease of null is for ever,
/// one that is missing is the default.
/// </remarks>
internal static class JournalJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false),
            new Ticks(),
            new WorkerIdText(),
        },
    };

    /// <summary>One command's text.</summary>
    public static byte[] Write(StoreCommand command) => JsonSerializer.SerializeToUtf8Bytes(command, Options);

    /// <summary>An entry's text, of its commands'.</summary>
    public static byte[] Join(IReadOnlyList<byte[]> commands)
    {
        var text = new ArrayBufferWriter<byte>(commands.Sum(command => command.Length + 1) + 1);
        for (int i = 0; i < commands.Count; i++)
        {
            text.Write(i == 0 ? "["u8 : ","u8);
            text.Write(commands[i]);
        }

        text.Write("]"u8);
        return text.WrittenSpan.ToArray();
    }

    /// <summary>The commands of an entry.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static StoreCommand[] Read(ReadOnlySpan<byte> entry) =>
        JsonSerializer.Deserialize<StoreCommand[]>(entry, Options)!;

    private sealed class Ticks : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TimeSpan.FromTicks(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.Ticks);
    }

    private sealed class WorkerIdText : JsonConverter<WorkerId>
    {
        public override WorkerId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, WorkerId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
