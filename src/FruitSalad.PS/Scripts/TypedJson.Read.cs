using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Text.Json;

namespace FruitSalad.PS.Scripts;

internal static partial class TypedJson
{
    /// <summary>The value of a JSON text.</summary>
    /// <exception cref="JsonException">It is no such text.</exception>
    public static object? Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    /// <summary>The value of a JSON element.</summary>
    /// <exception cref="JsonException">It is no such element.</exception>
    public static object? Read(JsonElement element)
    {
        try
        {
            return ReadValue(element);
        }
        catch (Exception bad) when (bad is FormatException or OverflowException or ArgumentException
            or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new JsonException(bad.Message, bad);
        }
    }

    private static object? ReadValue(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True or JsonValueKind.False => element.GetBoolean(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetInt32(),
        JsonValueKind.Array => element.EnumerateArray().Select(ReadValue).ToArray(),
        _ => ReadTagged(element.EnumerateObject().Single()),
    };

    private static object ReadTagged(JsonProperty tagged)
    {
        switch (tagged.Name)
        {
            case "$hash":
                return Fill(new Hashtable(StringComparer.CurrentCultureIgnoreCase), tagged.Value);
            case "$ordered":
                return Fill(new OrderedDictionary(StringComparer.CurrentCultureIgnoreCase), tagged.Value);
            case "$object":
                return ReadObject(tagged.Value);
            case var name when name.StartsWith('$') && ScalarType.Tagged(name[1..]) is { } type:
                return type.Read(tagged.Value.GetString() ?? "");
            default:
                throw new FormatException($"{tagged.Name} is no tag.");
        }
    }

    private static IDictionary Fill(IDictionary table, JsonElement entries)
    {
        for (int i = 0; i + 1 < entries.GetArrayLength(); i += 2)
        {
            table[ReadValue(entries[i])!] = ReadValue(entries[i + 1]);
        }

        return table;
    }

    private static PSObject ReadObject(JsonElement members)
    {
        var value = new PSObject();
        if (members[0].GetString() is { } typeName)
        {
            // Never the name itself: the engine runs code of its own on objects by the names of their types.
            value.TypeNames.Insert(0, "Deserialized." + typeName);
        }

        for (int i = 1; i + 1 < members.GetArrayLength(); i += 2)
        {
            value.Properties.Add(new PSNoteProperty(members[i].GetString(), ReadValue(members[i + 1])));
        }

        return value;
    }
}
