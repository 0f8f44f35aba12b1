using FruitSalad.Tests;

namespace FruitSalad.PS.Tests.Shell;

/// <summary>The program in a folder of its own, without its module; gone after the test.</summary>
internal sealed class SaladCopy : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("salad").FullName;

    public SaladCopy() => CopyFolder(Path.GetDirectoryName(SaladProcess.Program)!, Bin);

    private string Bin => Path.Combine(_folder, "bin");

    private string Module => Path.Combine(_folder, "module", "FruitSalad.PS");

    public SaladRun Run(params string[] arguments) => SaladProcess.Run(
        arguments, prepare: start => start.FileName = Path.Combine(Bin, Path.GetFileName(SaladProcess.Program)));

    public void AddModule() => CopyFolder(Path.Combine(Repository.Root, "module", "FruitSalad.PS"), Module);

    public void AddToModule(string name, string text)
    {
        var file = Path.Combine(Module, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public void RemoveEngine()
    {
        foreach (var file in Directory.GetFiles(Bin, "System.Management.Automation.dll", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void CopyFolder(string source, string destination)
    {
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(destination, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
