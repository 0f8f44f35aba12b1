using System.Management.Automation;

namespace FruitSalad.PS;

/// <summary>Completions from what is in memory: no completer of this module connects, reads a file or waits.</summary>
internal static class Completions
{
    /// <summary>The texts that begin with what was typed, quoted where they need it.</summary>
    /// <param name="known">All texts, each with what a list shows beside it.</param>
    /// <param name="typed">What was typed so far.</param>
    public static IEnumerable<CompletionResult> Of(IEnumerable<(string Text, string Tip)> known, string typed)
    {
        var word = typed.Trim('\'', '"');
        return known.Where(item => item.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(item => new CompletionResult(
                Quote(item.Text), item.Text, CompletionResultType.ParameterValue, item.Tip));
    }

    private static string Quote(string text) => text.All(c => char.IsLetterOrDigit(c) || c is '.' or ':' or '-' or '_')
        ? text
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
