using System.Management.Automation;

namespace FruitSalad.PS;

/// <summary>Results that carry what they were made with as properties of their own: for tables, Group-Object and Export-Csv.</summary>
internal static class Labelled
{
    /// <summary>The result with its labels.</summary>
    public static object Of(object result, IEnumerable<(string Name, object? Value)> labels)
    {
        PSObject? shown = null;
        foreach (var (name, value) in labels)
        {
            shown ??= PSObject.AsPSObject(result);
            shown.Properties.Add(new PSNoteProperty(name, value));
        }

        return shown ?? result;
    }

    /// <summary>The labels as a text; empty: there are none.</summary>
    public static string TextOf(IEnumerable<(string Name, object? Value)> labels) =>
        string.Join(", ", labels.Select(label => $"{label.Name} {LanguagePrimitives.ConvertTo<string>(label.Value)}"));
}
