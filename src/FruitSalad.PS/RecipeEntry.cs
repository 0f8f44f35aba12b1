using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using FruitSalad.Tasks;

namespace FruitSalad.PS;

/// <summary>A member of an object in a recipe's file: its key, its value as data, and where it stands.</summary>
/// <param name="Key">The key as it is written.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Value">Texts, numbers, arrays, hashtables or objects; null.</param>
internal sealed record RecipeMember(string Key, int Line, object? Value);

/// <summary>A task as it stands in a recipe's file.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Members">What it says of itself, in the file's order.</param>
internal sealed record RecipeEntry(int Line, IReadOnlyList<RecipeMember> Members)
{
    private static readonly string[] Keys =
    [
        nameof(RecipeStep.Name), nameof(RecipeStep.Seconds), nameof(RecipeStep.Id), nameof(RecipeStep.DependsOn),
        nameof(RecipeStep.Payload), nameof(RecipeStep.Priority), nameof(RecipeStep.DelaySeconds),
        nameof(RecipeStep.RunLimitSeconds), nameof(RecipeStep.MaxAttempts), nameof(RecipeStep.Label),
    ];

    /// <summary>A task that only has a name.</summary>
    public static RecipeEntry OfName(string name, int line) => new(line, [new RecipeMember(nameof(RecipeStep.Name), line, name)]);

    /// <summary>The task that it describes.</summary>
    /// <param name="file">The file's path.</param>
    /// <exception cref="ErrorRecordException">It says what no task can be.</exception>
    public RecipeStep ToStep(string file)
    {
        CheckKeys(file, Members, Keys);
        return new RecipeStep(Value(file, nameof(RecipeStep.Name), ""), Value(file, nameof(RecipeStep.Seconds), 0.0))
        {
            Id = Value<string?>(file, nameof(RecipeStep.Id), null),
            DependsOn = Value(file, nameof(RecipeStep.DependsOn), Array.Empty<string>()),
            Payload = Find(nameof(RecipeStep.Payload)) is { Value: not null } payload ? Element(file, payload) : null,
            Priority = Value(file, nameof(RecipeStep.Priority), 0),
            DelaySeconds = Value(file, nameof(RecipeStep.DelaySeconds), 0.0),
            RunLimitSeconds = Value<double?>(file, nameof(RecipeStep.RunLimitSeconds), null),
            MaxAttempts = Value<int?>(file, nameof(RecipeStep.MaxAttempts), null),
            Label = Value(file, nameof(RecipeStep.Label), Array.Empty<string>()),
            Line = Line,
        };
    }

    /// <summary>Refuses keys that mean nothing, and those that come twice.</summary>
    public static void CheckKeys(string file, IEnumerable<RecipeMember> members, IReadOnlyCollection<string> known)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (RecipeMember member in members)
        {
            string where = Text.Of(Strings.RecipeLine, file, member.Line);
            if (!known.Contains(member.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw new ErrorRecordException(Errors.RecipeKeyUnknown(where, member.Key, known));
            }

            if (!seen.Add(member.Key))
            {
                throw new ErrorRecordException(Errors.RecipeKeyTwice(where, member.Key));
            }
        }
    }

    /// <summary>A value as the type that it has to have.</summary>
    public static T Convert<T>(string file, RecipeMember member)
    {
        try
        {
            // An object where a text belongs would become the name of its type.
            return member.Value is IDictionary or PSObject { BaseObject: PSCustomObject }
                ? throw new PSInvalidCastException()
                : (T)LanguagePrimitives.ConvertTo(member.Value, typeof(T), CultureInfo.InvariantCulture);
        }
        catch (PSInvalidCastException unfit)
        {
            throw Unfit(file, member, unfit);
        }
    }

    private static JsonElement Element(string file, RecipeMember member)
    {
        try
        {
            return JsonValue.ToElement(member.Value);
        }
        catch (JsonException tooDeep)
        {
            throw Unfit(file, member, tooDeep);
        }
    }

    private static ErrorRecordException Unfit(string file, RecipeMember member, Exception why) =>
        new(Errors.RecipeValueUnfit(Text.Of(Strings.RecipeLine, file, member.Line), member.Key, why));

    private T Value<T>(string file, string key, T otherwise) =>
        Find(key) is { Value: not null } member ? Convert<T>(file, member) : otherwise;

    private RecipeMember? Find(string key) =>
        Members.FirstOrDefault(member => member.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
}
