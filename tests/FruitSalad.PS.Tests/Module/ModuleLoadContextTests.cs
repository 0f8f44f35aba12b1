using System.Reflection;
using System.Runtime.InteropServices;
using FruitSalad.PS.Loader;

namespace FruitSalad.PS.Tests.Module;

/// <summary>The load context over a module folder made up for the test.</summary>
public sealed class ModuleLoadContextTests
{
    private static readonly string Platform = RuntimeInformation.RuntimeIdentifier;

    /// <summary>A library that each runtime has, under a name that no other search finds.</summary>
    private const string Library = "fruitsaladprobe";

    [Fact]
    public void Native_libraries_come_from_the_modules_runtimes_folder()
    {
        var main = LoadFrom(MakeFolder());

        Assert.True(NativeLibrary.TryLoad(Library, main, null, out var handle));
        NativeLibrary.Free(handle);
        Assert.False(NativeLibrary.TryLoad(Library, typeof(Session).Assembly, null, out _));
    }

    [Fact]
    public void The_engine_is_the_hosts_even_where_the_folder_has_one()
    {
        var main = LoadFrom(MakeFolder());
        var engine = typeof(System.Management.Automation.PSCmdlet).Assembly;

        Assert.NotSame(typeof(Session).Assembly, main);
        Assert.Same(engine, main.GetType("FruitSalad.PS.SaladCommand", throwOnError: true)!.BaseType!.Assembly);
    }

    private static Assembly LoadFrom(string folder) =>
        new ModuleLoadContext(Path.Combine(folder, "FruitSalad.PS.dll")).LoadFromAssemblyName(new("FruitSalad.PS"));

    private static string MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("fruitsalad-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        foreach (var type in new[] { typeof(Session), typeof(System.Management.Automation.PSCmdlet) })
        {
            File.Copy(type.Assembly.Location, Path.Combine(folder, Path.GetFileName(type.Assembly.Location)));
        }

        var native = Directory.CreateDirectory(Path.Combine(folder, "runtimes", Platform, "native")).FullName;
        var system = Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*System.Native.*")
            .Concat(Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "System.IO.Compression.Native.dll")).First();
        var library = (OperatingSystem.IsWindows() ? "" : "lib") + Library + Path.GetExtension(system);
        File.Copy(system, Path.Combine(native, library));
        File.WriteAllText(Path.Combine(folder, "FruitSalad.PS.deps.json"), $$"""
            {
              "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" },
              "targets": { ".NETCoreApp,Version=v10.0": {
                "FruitSalad.PS/0.1.0": { "runtime": { "FruitSalad.PS.dll": {}, "System.Management.Automation.dll": {} } },
                "Probe/1.0.0": { "runtimeTargets": {
                  "runtimes/{{Platform}}/native/{{library}}": { "rid": "{{Platform}}", "assetType": "native" } } } } },
              "libraries": {
                "FruitSalad.PS/0.1.0": { "type": "project", "serviceable": false, "sha512": "" },
                "Probe/1.0.0": { "type": "package", "serviceable": false, "sha512": "" } }
            }
            """);
        return folder;
    }
}
