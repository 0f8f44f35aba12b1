using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using FruitSalad.Contract;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Contract;

/// <summary>JSON schemas of the contract's types, read from the very metadata that writes and reads the messages.</summary>
internal sealed class MessageSchemas
{
    private readonly SortedDictionary<string, JsonNode> _named = new(StringComparer.Ordinal);

    /// <summary>The schema of a type; a message or a set of words is named, and described once.</summary>
    public JsonObject Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Plain(type) is { } plain)
        {
            return plain;
        }

        if (ElementOf(type) is { } element)
        {
            return new JsonObject { ["type"] = "array", ["items"] = Of(element) };
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(type.GenericTypeArguments[1]) };
        }

        if (_named.TryAdd(type.Name, new JsonObject()))
        {
            _named[type.Name] = type.IsEnum ? Words(type) : Message(type);
        }

        return new JsonObject { ["$ref"] = "#/components/schemas/" + type.Name };
    }

    /// <summary>The members of a message, in the order in which they are written.</summary>
    public IEnumerable<Member> Members(Type message)
    {
        ParameterInfo[] made = message.GetConstructors().MaxBy(one => one.GetParameters().Length)!.GetParameters();
        foreach (JsonPropertyInfo property in SaladJson.Wire.GetTypeInfo(message).Properties.Where(one => one.Get is not null))
        {
            var member = (PropertyInfo)property.AttributeProvider!;
            JsonObject schema = Of(property.PropertyType);
            ParameterInfo? given = made.FirstOrDefault(one => one.Name == member.Name);
            if (given is { HasDefaultValue: true, DefaultValue: { } otherwise })
            {
                schema["default"] = JsonSerializer.SerializeToNode(otherwise, SaladJson.Wire);
            }

            yield return new Member(
                property.Name, property.IsRequired || given is { HasDefaultValue: false },
                schema, CodeComments.Of(member));
        }
    }

    /// <summary>Every named schema.</summary>
    public JsonObject All() => new(_named.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private JsonObject Message(Type type)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (Member member in Members(type))
        {
            if (member.Description is { } description)
            {
                member.Schema["description"] = description;
            }

            properties[member.Name] = member.Schema;
            if (member.Required)
            {
                required.Add(member.Name);
            }
        }

        var schema = new JsonObject { ["type"] = "object", ["description"] = CodeComments.Of(type), ["properties"] = properties };
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        return schema;
    }

    private static JsonObject Words(Type type) => new()
    {
        ["description"] = CodeComments.Of(type),
        ["oneOf"] = new JsonArray([.. Enum.GetNames(type).Select(word => new JsonObject
        {
            ["const"] = JsonSerializer.SerializeToNode(Enum.Parse(type, word), type, SaladJson.Wire),
            ["description"] = CodeComments.Of(type.GetField(word)!),
        })]),
    };

    /// <summary>The schema of what is no message; null where the type is one.</summary>
    private static JsonObject? Plain(Type type) => type switch
    {
        _ when type == typeof(string) => Typed("string"),
        _ when type == typeof(bool) => Typed("boolean"),
        _ when type == typeof(int) || type == typeof(long) => Typed("integer"),
        _ when type == typeof(double) => Typed("number"),
        _ when type == typeof(byte[]) => new JsonObject { ["type"] = "string", ["contentEncoding"] = "base64" },
        _ when type == typeof(Guid) || type == typeof(WorkerId) => new JsonObject { ["type"] = "string", ["format"] = "uuid" },
        _ when type == typeof(DateTimeOffset) => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        _ when type == typeof(TimeSpan) => new JsonObject { ["type"] = "number", ["$comment"] = "ms" },
        _ when type == typeof(JsonText) => new JsonObject { ["$comment"] = "any JSON value" },
        _ => null,
    };

    private static JsonObject Typed(string type) => new() { ["type"] = type };

    private static Type? ElementOf(Type type) => type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GenericTypeArguments[0] : null;

    /// <summary>One member of a message.</summary>
    internal sealed record Member(string Name, bool Required, JsonObject Schema, string? Description);
}
