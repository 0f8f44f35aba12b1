using System.Text.Json.Nodes;

namespace FruitSalad.Simulation;

/// <summary>
/// How a part of a plan looks as JSON: written is only what differs from a basis, and what is not written is the
/// basis's. Names are read whatever their case.
/// </summary>
internal sealed class FieldTable<T>(params Field<T>[] fields)
{
    public IReadOnlyList<Field<T>> Fields => fields;

    public JsonObject Write(T value, T basis)
    {
        var text = new JsonObject();
        foreach (Field<T> field in fields)
        {
            JsonNode? node = field.Get(value);
            if (!JsonNode.DeepEquals(node, field.Get(basis)))
            {
                text.Add(field.Name, node);
            }
        }

        return text;
    }

    /// <exception cref="FormatException">It is no object, a name is not known, or a value does not fit.</exception>
    public T Read(JsonNode? text, T basis)
    {
        if (text is not JsonObject members)
        {
            throw new FormatException($"An object with {Names} was expected, not {text?.ToJsonString() ?? "null"}.");
        }

        foreach ((string name, JsonNode? _) in members)
        {
            if (!Array.Exists(fields, field => field.Is(name)))
            {
                throw new FormatException($"'{name}' is not known. There are {Names}.");
            }
        }

        // In the table's order, for hashtables have none: what is for both ways comes before what is for one.
        foreach (Field<T> field in fields)
        {
            foreach ((string name, JsonNode? value) in members)
            {
                basis = field.Is(name) ? Set(field, basis, value) : basis;
            }
        }

        return basis;
    }

    private static T Set(Field<T> field, T basis, JsonNode? value)
    {
        try
        {
            return field.Set(basis, value);
        }
        catch (Exception unfit) when (unfit is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            throw new FormatException($"{field.Name}: {unfit.Message}", unfit);
        }
    }

    private string Names => string.Join(", ", fields.Select(known => known.Name));
}
