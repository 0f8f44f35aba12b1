namespace FruitSalad.Tests;

/// <summary>Where the sources and the built module are, seen from a test that runs out of its own bin folder.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder) => folder is null
        ? throw new DirectoryNotFoundException($"No FruitSalad.PS.sln above {AppContext.BaseDirectory}.")
        : File.Exists(Path.Combine(folder.FullName, "FruitSalad.PS.sln")) ? folder.FullName : Find(folder.Parent);
}
