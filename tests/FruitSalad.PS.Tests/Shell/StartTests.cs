using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace FruitSalad.PS.Tests.Shell;

/// <summary>What makes salad start quickly.</summary>
public class StartTests
{
    [Fact]
    public void The_engine_needs_no_compiling_at_the_start()
    {
        Assert.SkipUnless(
            RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64, "There is no compiler for this platform.");
        string family = OperatingSystem.IsWindows() ? "win" : "unix";
        string engine = Path.Combine(
            Path.GetDirectoryName(SaladProcess.Program)!, "runtimes", family, "lib", "net10.0", "System.Management.Automation.dll");
        using var library = new PEReader(File.OpenRead(engine));

        Assert.True(library.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0, $"{engine} has no native code.");
    }
}
