using System.Buffers;
using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Text.Json;
using FruitSalad.Contract;

namespace FruitSalad.PS.Scripts;

/// <summary>
/// PowerShell values as data, and back: JSON with a tag where JSON alone would forget the type. Unlike CliXml it names
/// no type to be made: what may come out is a short list, so that a stranger's text is harmless.
/// </summary>
/// <remarks>
/// null, booleans, strings and 32-bit integers are plain JSON, and an array is an array. Everything else is an object
/// of one member, its tag: a scalar's text, { "$hash": [key, value, ...] }, { "$ordered": [...] }, or
/// { "$object": [type name, name, value, ...] } for properties.
/// </remarks>
internal static partial class TypedJson
{
    /// <summary>How deep values may be nested.</summary>
    public const int MaxDepth = 20;

    private static readonly JsonWriterOptions Options = new() { Encoder = SaladJson.Wire.Encoder, MaxDepth = 100 };

    /// <summary>The JSON text of a value, in UTF-8.</summary>
    /// <exception cref="UnfitValueException">It is too long or nested too deeply, or holds a secret.</exception>
    public static ReadOnlyMemory<byte> Write(object? value, int maxLength)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            new Pen(writer, maxLength).Write(value, 0, ofObject: false);
        }

        return buffer.WrittenCount <= maxLength ? buffer.WrittenMemory : throw TooLong(maxLength);
    }

    private static UnfitValueException TooLong(int maxLength) => new(Unfit.TooLong, Text.Of(Strings.ValueTooLong, maxLength));

    /// <summary>Writes one value.</summary>
    private readonly struct Pen(Utf8JsonWriter writer, int maxLength)
    {
        /// <param name="value">What.</param>
        /// <param name="depth">In how many others it is.</param>
        /// <param name="ofObject">Whether it is a property of an object that crosses by its properties.</param>
        public void Write(object? value, int depth, bool ofObject)
        {
            if (depth > MaxDepth)
            {
                throw new UnfitValueException(Unfit.TooDeep, Text.Of(Strings.ValueTooDeep, MaxDepth));
            }

            if (writer.BytesCommitted + writer.BytesPending > maxLength)
            {
                // Before the rest of it is written: it may be endless.
                throw TooLong(maxLength);
            }

            object? plain = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
            switch (plain)
            {
                case null or DBNull:
                    writer.WriteNullValue();
                    break;
                case bool yes:
                    writer.WriteBooleanValue(yes);
                    break;
                case SwitchParameter on:
                    writer.WriteBooleanValue(on);
                    break;
                case int number:
                    writer.WriteNumberValue(number);
                    break;
                case string or Enum or Type or ScriptBlock:
                    writer.WriteStringValue(plain.ToString());
                    break;
                case SecureString or PSCredential or NetworkCredential:
                    throw new UnfitValueException(Unfit.Secret, Text.Of(Strings.ValueIsSecret, plain.GetType().Name));
                case var scalar when ScalarType.Of(scalar.GetType()) is { } type:
                    writer.WriteStartObject();
                    writer.WriteString("$" + type.Tag, type.Write(scalar));
                    writer.WriteEndObject();
                    break;
                case IDictionary table:
                    WriteTable(table, depth, ofObject);
                    break;
                case PSObject custom:
                    WriteObject(custom, custom.TypeNames[0], depth, ofObject);
                    break;
                case IEnumerable items:
                    WriteItems(items, depth, ofObject);
                    break;
                case var nested when ofObject:
                    writer.WriteStringValue(TextOf(nested));
                    break;
                default:
                    WriteObject(PSObject.AsPSObject(plain), plain.GetType().FullName!, depth, ofObject: true);
                    break;
            }
        }

        private void WriteItems(IEnumerable items, int depth, bool ofObject)
        {
            writer.WriteStartArray();
            foreach (object? item in items)
            {
                Write(item, depth + 1, ofObject);
            }

            writer.WriteEndArray();
        }

        private void WriteTable(IDictionary table, int depth, bool ofObject)
        {
            Begin(table is IOrderedDictionary ? "$ordered" : "$hash");
            foreach (DictionaryEntry entry in table)
            {
                Write(entry.Key, depth + 1, ofObject);
                Write(entry.Value, depth + 1, ofObject);
            }

            End();
        }

        private void WriteObject(PSObject custom, string typeName, int depth, bool ofObject)
        {
            Begin("$object");
            writer.WriteStringValue(typeName == typeof(PSCustomObject).FullName ? null : typeName);
            foreach (PSPropertyInfo property in custom.Properties)
            {
                if (TryGet(property, out object? value))
                {
                    writer.WriteStringValue(property.Name);
                    Write(value, depth + 1, ofObject);
                }
            }

            End();
        }

        private void Begin(string tag)
        {
            writer.WriteStartObject();
            writer.WriteStartArray(tag);
        }

        private void End()
        {
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        /// <summary>A property may be code, and fail, or have no getter: it is left out then.</summary>
        private static bool TryGet(PSPropertyInfo property, out object? value)
        {
            value = null;
            try
            {
                value = property.IsGettable ? property.Value : null;
                return property.IsGettable;
            }
            catch (GetValueException)
            {
                return false;
            }
        }

        private static string TextOf(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
    }
}
