using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace FruitSalad.Shell;

/// <summary>
/// The call of a script file, as text. The arguments of the command line bind as those of pwsh -File do: -Name and
/// -Name:value are names, $true and $false after a colon are booleans, and all else is text that nothing expands.
/// </summary>
internal static partial class ScriptCall
{
    /// <summary>
    /// `exit` in a script file only ends that file and leaves its code in $LASTEXITCODE, where a native command leaves
    /// its own too; but only after `exit` did the call as such fail. A call that never began (an argument that does not
    /// bind, a script that does not parse) fails without a code, with an exception of the engine.
    /// </summary>
    private const string ExitAsItDid =
        "if (-not $?) { exit ($LASTEXITCODE ?? "
        + "[int]($Error[0].Exception -is [System.Management.Automation.RuntimeException])) }";

    internal static string Of(string path, IReadOnlyList<string> arguments)
    {
        var call = new List<string> { "&", Quoted(path) };
        for (var i = 0; i < arguments.Count; i++)
        {
            var named = NameAndValue().Match(arguments[i]);
            if (!named.Success)
            {
                call.Add(Quoted(arguments[i]));
            }
            else if (named.Groups["value"].Length > 0)
            {
                call.Add(named.Groups["name"].Value + ":" + Value(named.Groups["value"].Value));
            }
            else if (named.Groups["colon"].Length > 0 && i + 1 < arguments.Count)
            {
                // "-Name:" takes the next argument as its value, whatever that looks like.
                call.Add(named.Groups["name"].Value + ":" + Quoted(arguments[++i]));
            }
            else
            {
                call.Add(named.Groups["name"].Value);
            }
        }

        return $"{string.Join(' ', call)}; {ExitAsItDid}";
    }

    private static string Value(string text) =>
        text.Equals("$true", StringComparison.OrdinalIgnoreCase)
        || text.Equals("$false", StringComparison.OrdinalIgnoreCase) ? text : Quoted(text);

    private static string Quoted(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    [GeneratedRegex(@"^(?<name>-[\p{L}_]\w*)((?<colon>:)(?<value>.*))?$", RegexOptions.Singleline)]
    private static partial Regex NameAndValue();
}
