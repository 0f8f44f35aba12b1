using System.Management.Automation;
using System.Text.Json;
using FruitSalad.Faults;
using FruitSalad.Simulation;

namespace FruitSalad.PS;

/// <summary>Reads plans as users write them: JSON, or hashtables and objects that look like it.</summary>
internal static class PlanInput
{
    /// <summary>The plan that is meant.</summary>
    /// <param name="given">A text that begins with a brace, a file's path, or something that looks like a plan.</param>
    /// <param name="fileOf">Finds a path's file.</param>
    /// <exception cref="FormatException">It is none; the message says what is wrong with it.</exception>
    public static SimulationPlan Read(object given, Func<string, string> fileOf) => TextOf(given) switch
    {
        null => PlanText.Read(Json(given)),
        var text when text.TrimStart().StartsWith('{') => PlanText.Read(text),
        var path => PlanText.Read(File.ReadAllText(fileOf(path))),
    };

    /// <summary>The channel that is meant.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong with it.</exception>
    public static ChannelPlan ReadChannel(object given) => given switch
    {
        PSObject { BaseObject: ChannelPlan plan } => plan,
        ChannelPlan plan => plan,
        _ => PlanText.ReadChannel(TextOf(given) ?? Json(given)),
    };

    /// <summary>A channel with what is given changed.</summary>
    /// <exception cref="FormatException">It does not fit; the message says what is wrong with it.</exception>
    public static ChannelPlan ReadChannel(object given, ChannelPlan basis) => PlanText.ReadChannel(Json(given), basis);

    private static string? TextOf(object given) => given as string ?? (given as PSObject)?.BaseObject as string;

    private static string Json(object given)
    {
        try
        {
            return JsonValue.Write(given);
        }
        catch (JsonException deep)
        {
            throw new FormatException(deep.Message, deep);
        }
    }
}
