namespace FruitSalad.PS.Tests;

/// <summary>A script in the temporary folder, gone after the test.</summary>
internal sealed class ScriptFile : IDisposable
{
    public ScriptFile(string text)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"salad {Guid.NewGuid():N} it's.ps1");
        File.WriteAllText(Path, text);
    }

    /// <summary>Its full path, with a blank and a quote in it.</summary>
    public string Path { get; }

    /// <summary>Runs a text as a script file.</summary>
    public static SaladRun Run(string text, params string[] arguments)
    {
        using var script = new ScriptFile(text);
        return SaladProcess.Run([script.Path, .. arguments]);
    }

    public void Dispose() => File.Delete(Path);
}
