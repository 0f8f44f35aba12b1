using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;

namespace FruitSalad.Shell;

/// <summary>
/// The call of a script file with arguments from the command line. They bind as those of pwsh -File do: -Name and
/// -Name:value are names, $true and $false after a colon are booleans, all else is text.
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

    internal static Command Make(string path, IReadOnlyList<string> arguments)
    {
        var quoted = CodeGeneration.EscapeSingleQuotedStringContent(path);
        var command = new Command($"& '{quoted}' @args; {ExitAsItDid}", isScript: true);
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var (name, value) = Split(argument);
            if (name is null)
            {
                command.Parameters.Add(null, argument);
            }
            else if (value is null)
            {
                command.Parameters.Add(new CommandParameter(name));
            }
            else if (value.Length > 0)
            {
                command.Parameters.Add(name, Boolean(value) ?? (object)value);
            }
            else
            {
                // "-Name:" takes the next argument as its value, whatever that looks like.
                i++;
                command.Parameters.Add(new CommandParameter(name, i < arguments.Count ? arguments[i] : null));
            }
        }

        return command;
    }

    private static (string? Name, string? Value) Split(string argument)
    {
        if (argument.Length < 2 || argument[0] != '-')
        {
            return (null, null);
        }

        var match = NameAndValue().Match(argument);
        return match.Success ? (match.Groups[1].Value, match.Groups[2].Value) : (argument, null);
    }

    private static bool? Boolean(string value) => value.ToUpperInvariant() switch
    {
        "$TRUE" => true,
        "$FALSE" => false,
        _ => null,
    };

    [GeneratedRegex(@"^(-\w+):(.*)$", RegexOptions.Singleline)]
    private static partial Regex NameAndValue();
}
