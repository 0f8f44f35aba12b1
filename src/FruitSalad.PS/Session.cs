namespace FruitSalad.PS;

/// <summary>
/// What belongs to one import of the module. The module's script and its loader call these members by name: they
/// run outside the load context that this type lives in.
/// </summary>
public static partial class Session
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<IDisposable> Owned = [];

    /// <summary>
    /// Short names of the public nouns, registered as type accelerators at import and taken back at removal. Without
    /// one a script could not name such a type at all: the engine does not look into private load contexts.
    /// </summary>
    public static IReadOnlyDictionary<string, Type> Accelerators { get; } = new Dictionary<string, Type>();

    /// <summary>
    /// Stops the masters and the workers that this session started. Called at removal of the module and again at the
    /// end of the process, so it may be called twice, returns within seconds and does not throw.
    /// </summary>
    public static void Close()
    {
        IDisposable[] owned;
        lock (Gate)
        {
            owned = [.. Owned];
            Owned.Clear();
        }

        foreach (IDisposable one in owned)
        {
            one.Dispose();
        }
    }

    /// <summary>Something must not outlive the session.</summary>
    internal static void Own(IDisposable one)
    {
        lock (Gate)
        {
            Owned.Add(one);
        }
    }

    /// <summary>It has ended already.</summary>
    internal static void Disown(IDisposable one)
    {
        lock (Gate)
        {
            Owned.Remove(one);
        }
    }
}
