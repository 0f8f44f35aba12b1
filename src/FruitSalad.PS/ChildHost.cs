using System.Reflection;

namespace FruitSalad.PS;

/// <summary>How a child process (a worker, or a master of its own) is started: in the same host that is running.</summary>
public static class ChildHost
{
    /// <summary>The folder of the module: the one above the folder of this assembly.</summary>
    public static string ModuleFolder { get; } = Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(typeof(ChildHost).Assembly.Location)!, ".."));

    /// <summary>
    /// The command that starts a child, to which the caller adds what the child is to be. Its standard input reaches
    /// the child as it is.
    /// </summary>
    /// <param name="moduleFolder">The folder that holds child.ps1; usually <see cref="ModuleFolder"/>.</param>
    /// <param name="psHome">The engine's folder: the caller's $PSHOME.</param>
    /// <returns>Null if this process is neither salad nor pwsh, and there is no pwsh in that folder.</returns>
    public static (string FileName, string[] Arguments)? Command(string moduleFolder, string psHome) =>
        Command(moduleFolder, psHome, Environment.ProcessPath, Assembly.GetEntryAssembly()?.Location);

    /// <summary>The same, of a process that is told: its executable, and the managed program in it.</summary>
    internal static (string FileName, string[] Arguments)? Command(
        string moduleFolder, string psHome, string? process, string? program)
    {
        // -InputFormat None: otherwise pwsh itself reads the standard input, for a pipeline that nobody asks for.
        string[] script =
        [
            "-NoProfile", "-NonInteractive", "-InputFormat", "None", "-File", Path.Combine(moduleFolder, "child.ps1"),
        ];
        // Through `dotnet salad.dll` (or pwsh as a .NET tool) the process is dotnet, and needs the program's file again.
        string[] again = NameOf(process) == "dotnet" && program is not null ? [program] : [];
        return NameOf(program) switch
        {
            "salad" => (process!, [.. again, "--child"]),
            "pwsh" => (process!, [.. again, .. script]),
            _ => Installed(psHome) is { } pwsh ? (pwsh, script) : null,
        };
    }

    private static string NameOf(string? path) => Path.GetFileNameWithoutExtension(path) ?? "";

    private static string? Installed(string psHome)
    {
        var pwsh = Path.Combine(psHome, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
        return File.Exists(pwsh) ? pwsh : null;
    }
}
