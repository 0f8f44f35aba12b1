namespace FruitSalad.Shell;

/// <summary>What the command line asks for. Options come before the script; all after it belongs to the script.</summary>
internal sealed record ShellOptions
{
    internal string? Script { get; private init; }

    internal IReadOnlyList<string> ScriptArguments { get; private init; } = [];

    /// <summary>The text to run; "-" takes it from standard input.</summary>
    internal string? Command { get; private init; }

    internal bool Interactive { get; private init; }

    internal bool NonInteractive { get; private init; }

    internal bool NoLogo { get; private init; }

    internal bool Version { get; private init; }

    internal bool Help { get; private init; }

    /// <summary>Why the command line cannot be obeyed.</summary>
    internal string? Problem { get; private init; }

    internal static ShellOptions Parse(string[] arguments)
    {
        var options = new ShellOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            var rest = arguments[(i + 1)..];
            switch (OptionName(arguments[i]))
            {
                case "noprofile" or "nop":
                    break;
                case "nologo" or "nol":
                    options = options with { NoLogo = true };
                    break;
                case "interactive" or "i":
                    options = options with { Interactive = true };
                    break;
                case "noninteractive" or "noni":
                    options = options with { NonInteractive = true };
                    break;
                case "version" or "v":
                    return options with { Version = true };
                case "help" or "h" or "?":
                    return options with { Help = true };
                case "file" or "f" when rest.Length > 0:
                    return options.WithScript(rest[0], rest[1..]);
                case "command" or "c" when rest.Length > 0:
                    return options with { Command = string.Join(' ', rest) };
                case "file" or "f" or "command" or "c":
                    return options with { Problem = Texts.MissingValue(arguments[i]) };
                case null:
                    return options.WithScript(arguments[i], rest);
                default:
                    return options with { Problem = Texts.UnknownOption(arguments[i]) };
            }
        }

        return options;
    }

    private static string? OptionName(string argument) =>
        argument.StartsWith('-') ? argument.TrimStart('-').ToLowerInvariant() : null;

    private ShellOptions WithScript(string script, string[] arguments)
    {
        var path = Path.GetFullPath(script);
        return this with
        {
            Script = path,
            ScriptArguments = arguments,
            Problem = !File.Exists(path) ? Texts.ScriptNotFound(script)
                : !path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase) ? Texts.NotAScript(script)
                : null,
        };
    }
}
