namespace FruitSalad.Rpc;

/// <summary>
/// Where a user's masters leave the owner's secret for the same user's other terminals: a file a port, in a folder that
/// nobody else may enter. A file whose master died stays behind and is replaced by the port's next one.
/// </summary>
public static class UserFolder
{
    /// <summary>The folder: in the session's runtime folder where there is one, it vanishes with the login.</summary>
    public static string Path => System.IO.Path.Combine(Parent, "fruitsalad");

    private static string Parent => OperatingSystem.IsWindows()
        ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
        : Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime
            ? runtime
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");

    /// <summary>The file of a port's master.</summary>
    /// <param name="port">The port that it listens on.</param>
    public static string FileOf(int port) => System.IO.Path.Combine(Path, $"master-{port}.json");

    /// <summary>Leaves a master's file.</summary>
    /// <param name="port">The port that it listens on.</param>
    /// <param name="file">What to leave.</param>
    /// <exception cref="IOException">The folder or the file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    public static void Leave(int port, JoinFile file)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
        }
        else
        {
            const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Directory.CreateDirectory(Path, OwnerOnly);

            // It may have been there before, with another mode.
            File.SetUnixFileMode(Path, OwnerOnly);
        }

        file.Write(FileOf(port));
    }

    /// <summary>Takes a master's file away, unless another salad's master has the port, and the file, by now.</summary>
    /// <param name="port">The port that it listened on.</param>
    /// <param name="salad">Its salad.</param>
    public static void Clear(int port, Guid salad)
    {
        if (JoinFile.TryRead(FileOf(port), out JoinFile? file) == JoinFileFault.None && file!.Salad == salad)
        {
            File.Delete(FileOf(port));
        }
    }
}
