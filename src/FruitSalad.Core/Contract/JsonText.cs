using System.Text.Json;
using System.Text.Json.Serialization;

namespace FruitSalad.Contract;

/// <summary>A JSON value that passes through unread: its text exactly as it stood in the message.</summary>
/// <param name="Text">Valid JSON.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct JsonText(string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text ?? "null";

    /// <summary>Copies the text from and to messages.</summary>
    internal sealed class Converter : JsonConverter<JsonText>
    {
        /// <inheritdoc/>
        public override JsonText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return new JsonText(document.RootElement.GetRawText());
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, JsonText value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.ToString(), skipInputValidation: true);
    }
}
