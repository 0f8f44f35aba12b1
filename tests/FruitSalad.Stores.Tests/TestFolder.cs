namespace FruitSalad.Stores.Tests;

/// <summary>A folder that goes with the test.</summary>
public sealed class TestFolder : IDisposable
{
    /// <summary>In memory where the system has such a place: thousands of commits must not wait for a busy disk.</summary>
    private static readonly string Parent = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    private readonly DirectoryInfo _folder = Directory.CreateDirectory(Path.Combine(Parent, $"salad-{Guid.NewGuid():N}"));

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
