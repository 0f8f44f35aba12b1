using System.Management.Automation.Host;

namespace FruitSalad.Shell;

/// <summary>A choice as shown, with the key that an ampersand marks in its label: "&amp;Yes" is "[Y] Yes".</summary>
internal sealed record ChoiceLabel(string Key, string Text)
{
    internal string Shown => $"[{Key}] {Text}";

    internal static ChoiceLabel Of(ChoiceDescription choice)
    {
        var mark = choice.Label.IndexOf('&');
        var text = choice.Label.Replace("&", "", StringComparison.Ordinal);
        var key = mark >= 0 && mark < text.Length ? text[mark].ToString().ToUpperInvariant() : text;
        return new ChoiceLabel(key, text);
    }

    internal bool IsMeantBy(string answer) =>
        answer.Equals(Key, StringComparison.OrdinalIgnoreCase)
        || answer.Equals(Text, StringComparison.OrdinalIgnoreCase);
}
