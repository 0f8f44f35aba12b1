namespace FruitSalad.Shell;

/// <summary>The host's own few messages; what the module says is localised in the module.</summary>
internal static class Texts
{
    internal const string NonInteractive =
        "A prompt is not possible with -NonInteractive. Give the value as an argument, or use -Confirm:$false.";

    internal const string InputEnded = "A prompt needs an answer, and standard input has ended.";
    internal const string NoNestedPrompt = "salad has no nested prompt.";

    internal const string Usage =
        """
        Runs PowerShell scripts with the module FruitSalad.PS imported, where there is no pwsh.

        salad script.ps1 [arguments]        run a script
        salad -File script.ps1 [arguments]  the same
        salad -Command text                 run a text; with - the text comes from standard input
        salad                               prompt, or run what is piped to standard input

        -Interactive     prompt even when standard input is not a terminal
        -NonInteractive  fail instead of asking for input
        -NoProfile       accepted; there is no profile
        -NoLogo          no welcome line
        -Version         show the versions
        -Help            show this text
        """;

    internal static string Welcome =>
        $"salad {Versions.Shell}, PowerShell engine {Versions.Engine}. Type `exit` to leave.";

    internal static string VersionLine => $"salad {Versions.Shell} (PowerShell engine {Versions.Engine})";

    internal static string ModuleNotFound(string folder) =>
        $"salad: no module/FruitSalad.PS beside {folder} or above it. Run salad from its repository, or copy the folder "
        + "module beside the program.";

    internal static string ModuleNotBuilt(string file) =>
        $"salad: {file} is missing: the module is not built. Run `dotnet build` in the repository, then try again.";

    internal static string UnknownOption(string option) => $"salad: unknown option '{option}'.";

    internal static string MissingValue(string option) => $"salad: {option} needs a value.";

    internal static string ScriptNotFound(string path) =>
        $"salad: there is no script file '{path}'. Check the path and try again.";

    internal static string NotAScript(string path) =>
        $"salad: '{path}' is not a script file: its name must end in .ps1.";

    internal static string NeedsPwsh(string cmdlet) =>
        $"The cmdlet {cmdlet} needs pwsh: salad hosts the PowerShell engine without the standard modules. Run this in "
        + "pwsh 7.6 or later, or use the language and .NET instead.";
}
