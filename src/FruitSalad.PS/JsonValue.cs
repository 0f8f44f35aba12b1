using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using FruitSalad.Contract;

namespace FruitSalad.PS;

/// <summary>
/// PowerShell values as JSON and back. Not ConvertTo-Json and ConvertFrom-Json: a host that embeds the engine has
/// neither.
/// </summary>
internal static class JsonValue
{
    private const int MaxDepth = 30;
    private static readonly JsonWriterOptions Options = new() { Encoder = SaladJson.Wire.Encoder };

    /// <summary>The value that a JSON text stands for: objects become PSObjects, arrays object arrays.</summary>
    public static object? Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    /// <summary>The value that a JSON element stands for.</summary>
    public static object? Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var value = new PSObject();
                foreach (var member in element.EnumerateObject())
                {
                    value.Properties.Add(new PSNoteProperty(member.Name, Read(member.Value)));
                }

                return value;
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(Read).ToArray();
            case JsonValueKind.Number:
                return ReadNumber(element);
            case JsonValueKind.True or JsonValueKind.False:
                return element.GetBoolean();
            case JsonValueKind.String:
                return element.GetString();
            default:
                return null;
        }
    }

    /// <summary>The JSON text of a value.</summary>
    /// <exception cref="JsonException">It is nested too deeply: perhaps it contains itself.</exception>
    public static string Write(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, value, 0);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A value as a JSON element of its own.</summary>
    /// <exception cref="JsonException">It is nested too deeply: perhaps it contains itself.</exception>
    public static JsonElement ToElement(object? value)
    {
        using var document = JsonDocument.Parse(Write(value));
        return document.RootElement.Clone();
    }

    private static object ReadNumber(JsonElement number)
    {
        if (number.TryGetInt32(out var small))
        {
            return small;
        }

        // Not as one expression: it would make a double of the long.
        if (number.TryGetInt64(out var large))
        {
            return large;
        }

        return number.GetDouble();
    }

    private static void Write(Utf8JsonWriter writer, object? value, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new JsonException(Text.Of(Strings.JsonTooDeep, MaxDepth));
        }

        var plain = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        switch (plain)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool yes:
                writer.WriteBooleanValue(yes);
                break;
            case SwitchParameter on:
                writer.WriteBooleanValue(on);
                break;
            case int or long or short or byte or uint or ushort or sbyte:
                writer.WriteNumberValue(Convert.ToInt64(plain, CultureInfo.InvariantCulture));
                break;
            case decimal or ulong:
                writer.WriteNumberValue(Convert.ToDecimal(plain, CultureInfo.InvariantCulture));
                break;
            case double or float:
                writer.WriteNumberValue(Convert.ToDouble(plain, CultureInfo.InvariantCulture));
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
            case IDictionary table:
                WriteObject(writer, table.Keys.Cast<object>().Select(key => (key.ToString()!, table[key])), depth);
                break;
            case PSObject custom:
                WriteObject(writer, custom.Properties.Select(member => (member.Name, (object?)member.Value)), depth);
                break;
            case IEnumerable items and not string:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(writer, item, depth + 1);
                }

                writer.WriteEndArray();
                break;
            case var text:
                writer.WriteStringValue(Convert.ToString(text, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, IEnumerable<(string Name, object? Value)> members, int depth)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            Write(writer, value, depth + 1);
        }

        writer.WriteEndObject();
    }
}
