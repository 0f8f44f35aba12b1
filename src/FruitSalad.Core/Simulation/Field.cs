using System.Text.Json.Nodes;

namespace FruitSalad.Simulation;

/// <summary>A part of a plan that has a name in its text.</summary>
/// <param name="Name">The name.</param>
/// <param name="Get">Its value, as JSON.</param>
/// <param name="Set">The whole with another value of it.</param>
internal sealed record Field<T>(string Name, Func<T, JsonNode?> Get, Func<T, JsonNode?, T> Set)
{
    /// <summary>Whether a text that says this name means it.</summary>
    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
