using System.Reflection.PortableExecutable;

namespace FruitSalad.PS.Tests.Shell;

/// <summary>What makes salad start quickly.</summary>
public class StartTests
{
    [Fact]
    public void The_engine_needs_no_compiling_at_the_start()
    {
        string family = OperatingSystem.IsWindows() ? "win" : "unix";
        string engine = Path.Combine(
            Path.GetDirectoryName(SaladProcess.Program)!, "runtimes", family, "lib", "net10.0", "System.Management.Automation.dll");
        using var library = new PEReader(File.OpenRead(engine));

        Assert.True(library.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0, $"{engine} has no native code.");
    }
}
