using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FruitSalad.Faults;
using FruitSalad.Tasks;

namespace FruitSalad.Simulation;

/// <summary>
/// A plan as one line of JSON, and back: the line that comes with a failure repeats it exactly. It holds what differs
/// from the default plan; not what is only looked at (whether it is checked, what is kept of it), nor what a run does not depend on (a recipe's name, tasks' payloads).
/// </summary>
public static partial class PlanText
{
    private static readonly SimulationPlan Default = new();
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The line is no web page: "pêche" stays "pêche".</summary>
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The plan's text.</summary>
    public static string Write(SimulationPlan plan) => Plan.Write(plan, Default).ToJsonString(OneLine);

    /// <summary>The plan of a text.</summary>
    /// <param name="json">The text; line breaks and spaces do not matter.</param>
    /// <exception cref="FormatException">It is none, or says something that plans do not know.</exception>
    public static SimulationPlan Read(string json) => Plan.Read(Parse(json), Default);

    /// <summary>The channel of a text, written as within a plan's.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="FormatException">It is none, or says something that channels do not know.</exception>
    public static ChannelPlan ReadChannel(string json) => ReadChannel(json, ChannelPlan.Perfect);

    /// <summary>A channel with what a text says changed.</summary>
    /// <param name="json">The text.</param>
    /// <param name="basis">What the channel is where the text says nothing.</param>
    /// <exception cref="FormatException">It is none, or says something that channels do not know.</exception>
    public static ChannelPlan ReadChannel(string json, ChannelPlan basis) => Channel.Read(Parse(json), basis);

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: Strict);
        }
        catch (JsonException broken)
        {
            throw new FormatException(broken.Message, broken);
        }
    }

    private static JsonNode Write(Recipe recipe) => Recipe.Bundled.Any(known => known.Tasks == recipe.Tasks)
        ? JsonValue.Create(recipe.Name)
        : FieldValue.Of(recipe.Tasks, task => Ingredient.Write(task, Nothing));

    private static Recipe ReadRecipe(JsonNode? text)
    {
        if (text is not JsonArray tasks)
        {
            string? name = text?.GetValue<string>();
            return Recipe.Bundled.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new FormatException($"There is no recipe '{name}'.");
        }

        return new Recipe("plan", [.. tasks.Select((task, id) => Ingredient.Read(task, Nothing) with { Id = id })]);
    }

    /// <summary>The preset that is nearest, and what differs from it.</summary>
    private static JsonObject Write(SaladPolicy policy) => Enum.GetValues<Preset>()
        .Select(preset => Policy.Write(policy, SaladPolicy.Of(preset)) is var text && preset == Preset.Robust
            ? text
            : new JsonObject([new(nameof(Preset), FieldValue.Of(preset)), .. text.Select(Copy)]))
        .MinBy(text => text.Count)!;

    private static SaladPolicy ReadPolicy(JsonNode? text)
    {
        if (text is not JsonObject members)
        {
            return Policy.Read(text, SaladPolicy.Robust);
        }

        JsonNode? preset = members.FirstOrDefault(IsPreset).Value;
        return Policy.Read(
            new JsonObject(members.Where(member => !IsPreset(member)).Select(Copy)),
            SaladPolicy.Of(preset is null ? Preset.Robust : FieldValue.Word<Preset>(preset)));
    }

    private static bool IsPreset(KeyValuePair<string, JsonNode?> member) =>
        member.Key.Equals(nameof(Preset), StringComparison.OrdinalIgnoreCase);

    /// <summary>A node has one parent: what goes elsewhere is a copy.</summary>
    private static KeyValuePair<string, JsonNode?> Copy(KeyValuePair<string, JsonNode?> member) =>
        new(member.Key, member.Value?.DeepClone());
}
