using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace FruitSalad.Store;

/// <summary>
/// What equal results have in common, however their JSON is written: members in any order, white space, 1 or 1.0.
/// </summary>
public static class ResultDigest
{
    /// <summary>The digest of a result and the new tasks that it brings along: a liar may lie in either.</summary>
    /// <param name="entry">The result; text that is no JSON counts letter by letter.</param>
    public static string Of(in ResultEntry entry)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartArray();
            Write(writer, entry.Result);
            foreach (NewTask child in entry.Children)
            {
                writer.WriteStringValue(child.Name);
                writer.WriteNumberValue(child.Duration.Ticks);
                Write(writer, child.Payload);
                writer.WriteStringValue(string.Join(',', child.DependsOn) + "/" + string.Join(',', child.Siblings));
            }

            writer.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(text.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter writer, string? json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json ?? "null");
            Write(writer, document.RootElement);
        }
        catch (JsonException)
        {
            writer.WriteStringValue(json);
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(Number(value), skipInputValidation: true);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>Without trailing zeros where it is a decimal, else as it is written.</summary>
    private static string Number(JsonElement number) => number.TryGetDecimal(out decimal value)
        ? (value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture)
        : number.GetRawText();
}
