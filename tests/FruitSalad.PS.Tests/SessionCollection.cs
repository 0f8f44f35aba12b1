using System.Runtime.CompilerServices;

namespace FruitSalad.PS.Tests;

/// <summary>The session is one a process: whoever starts masters in it does so alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SessionCollection
{
    public const string Name = "Session";

    /// <summary>Masters leave their secrets in a folder of these tests, not in the user's.</summary>
    [ModuleInitializer]
    internal static void MoveUserFolder()
    {
        var folder = Directory.CreateTempSubdirectory("fruitsalad-tests-").FullName;
        Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
    }
}
