using System.Diagnostics;

namespace FruitSalad.Benchmarks;

/// <summary>salad, as its users start it. Needs it built in the same configuration: `dotnet build -c Release`.</summary>
internal static class SaladProgram
{
    /// <summary>The program beside this one: the same configuration, the same framework.</summary>
    public static string Path { get; } = Find();

    /// <summary>Runs a command in a process of its own; answers what it wrote.</summary>
    public static string Run(string command)
    {
        using Process process = Process.Start(new ProcessStartInfo(Path, ["-Command", command]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"salad ended with {process.ExitCode}.");
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        string name = OperatingSystem.IsWindows() ? "salad.exe" : "salad";
        string tail = System.IO.Path.Combine("bin", folder.Parent!.Name, folder.Name, name);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "FruitSalad.PS.sln")))
        {
            folder = folder.Parent;
        }

        string salad = System.IO.Path.Combine(folder?.FullName ?? ".", "src", "FruitSalad.Shell", tail);
        return File.Exists(salad) ? salad : throw new FileNotFoundException("salad is not built: run `dotnet build -c Release` first.", salad);
    }
}
