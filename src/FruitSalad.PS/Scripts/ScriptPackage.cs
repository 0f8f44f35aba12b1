using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FruitSalad.Contract;
using FruitSalad.Rpc;

namespace FruitSalad.PS.Scripts;

/// <summary>All that the items of one call have in common: the shared value of their tasks.</summary>
/// <param name="Text">The script's text, as it is compiled on the worker.</param>
internal sealed record ScriptPackage(string Text)
{
    private const string Kind = "powershell";

    /// <summary>The file that the text stands in at the caller's; null: none.</summary>
    public string? File { get; init; }

    /// <summary>The values of $using: variables, by the names that the text has for them.</summary>
    public IReadOnlyDictionary<string, object?> Using { get; init; } = new Dictionary<string, object?>();

    /// <summary>The caller's location: it is the worker's too, where there is such a folder.</summary>
    public string? Location { get; init; }

    /// <summary>How long an item may run; null: as long as it likes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether verbose messages are wanted.</summary>
    public bool Verbose { get; init; }

    /// <summary>Whether debug messages are wanted.</summary>
    public bool Debug { get; init; }

    /// <summary>As a shared value, under a key that follows from it.</summary>
    /// <exception cref="UnfitValueException">It is too long, or a variable's value cannot cross.</exception>
    public SharedValue ToShared()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = SaladJson.Wire.Encoder }))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", Kind);
            writer.WriteString("text", Text);
            writer.WriteString("file", File);
            writer.WriteString("location", Location);
            writer.WriteNumber("timeout_ms", Timeout?.TotalMilliseconds ?? 0);
            writer.WriteBoolean("verbose", Verbose);
            writer.WriteBoolean("debug", Debug);
            writer.WriteStartObject("using");
            foreach ((string name, object? value) in Using)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(TypedJson.Write(value, LocalOwner.MaxInput).Span, skipInputValidation: true);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        if (buffer.WrittenCount > LocalOwner.MaxInput)
        {
            throw new UnfitValueException(Unfit.TooLong, PS.Text.Of(Strings.ValueTooLong, LocalOwner.MaxInput));
        }

        string key = Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
        return new SharedValue(key, new JsonText(Encoding.UTF8.GetString(buffer.WrittenSpan)));
    }

    /// <summary>Reads it again.</summary>
    /// <exception cref="JsonException">It is no such value.</exception>
    public static ScriptPackage Read(JsonText value)
    {
        using JsonDocument document = JsonDocument.Parse(value.Text);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("kind", out JsonElement kind) || kind.GetString() != Kind)
        {
            throw new JsonException(Strings.NoScript);
        }

        double ms = root.GetProperty("timeout_ms").GetDouble();
        return new ScriptPackage(root.GetProperty("text").GetString()!)
        {
            File = root.GetProperty("file").GetString(),
            Location = root.GetProperty("location").GetString(),
            Timeout = ms > 0 ? TimeSpan.FromMilliseconds(ms) : null,
            Verbose = root.GetProperty("verbose").GetBoolean(),
            Debug = root.GetProperty("debug").GetBoolean(),
            Using = root.GetProperty("using").EnumerateObject().ToDictionary(entry => entry.Name, entry => TypedJson.Read(entry.Value)),
        };
    }
}
