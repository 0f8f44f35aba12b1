using FruitSalad.Tasks;

namespace FruitSalad.PS;

/// <summary>
/// A recipe in a file: PowerShell data (.psd1) or JSON, with a name and tasks. It is data in both: nothing in it is run.
/// </summary>
/// <param name="Path">Where it is.</param>
/// <param name="Members">The recipe's own members, but for the tasks.</param>
/// <param name="Tasks">The tasks, in the file's order.</param>
internal sealed record RecipeFile(string Path, IReadOnlyList<RecipeMember> Members, IReadOnlyList<RecipeEntry> Tasks)
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MaxLength = 64 << 20;

    /// <summary>The key of the recipe's name.</summary>
    public const string NameKey = "Name";

    /// <summary>The key of its tasks.</summary>
    public const string TasksKey = "Tasks";

    /// <summary>Whether a text looks like the name of such a file.</summary>
    public static bool IsOne(string path) => ReaderOf(path) is not null;

    /// <summary>Reads the recipe.</summary>
    /// <param name="path">The file's path.</param>
    /// <exception cref="ErrorRecordException">It is missing, or is no recipe.</exception>
    public static Recipe Read(string path)
    {
        if (ReaderOf(path) is not { } reader)
        {
            throw new ErrorRecordException(Errors.RecipeFileUnknown(path));
        }

        RecipeFile file = reader(path, ReadBytes(path));
        RecipeEntry.CheckKeys(path, file.Members, [NameKey, TasksKey]);
        RecipeStep[] steps = [.. file.Tasks.Select(entry => entry.ToStep(path))];
        string name = file.Members.FirstOrDefault(member => Is(member.Key, NameKey)) is { } named
            ? RecipeEntry.Convert<string>(path, named)
            : System.IO.Path.GetFileNameWithoutExtension(path);
        return RecipeOrder.TryArrange(name, steps, out Recipe? recipe) is { } fault
            ? throw new ErrorRecordException(Errors.Explain(fault, steps, path))
            : recipe!;
    }

    /// <summary>Whether a key is this one: as in PowerShell, its case does not matter.</summary>
    public static bool Is(string key, string known) => key.Equals(known, StringComparison.OrdinalIgnoreCase);

    /// <summary>What is wrong on a line.</summary>
    public static ErrorRecordException Damaged(string path, long line, string why, Exception? cause = null) =>
        new(Errors.RecipeFileDamaged(Text.Of(Strings.RecipeLine, path, line), why, cause));

    private static Func<string, byte[], RecipeFile>? ReaderOf(string path) =>
        System.IO.Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".psd1" => RecipeData.Read,
            ".json" => RecipeJson.Read,
            _ => null,
        };

    private static byte[] ReadBytes(string path)
    {
        try
        {
            // The length of what was opened: nobody can put a larger file there in between.
            using FileStream stream = File.OpenRead(path);
            if (stream.Length > MaxLength)
            {
                throw new ErrorRecordException(Errors.RecipeFileTooLarge(path, stream.Length, MaxLength));
            }

            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new ErrorRecordException(Errors.RecipeFileNotFound(path, missing));
        }
    }
}
