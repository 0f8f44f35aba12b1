namespace FruitSalad.PS;

public static partial class Session
{
    private static readonly List<SaladChannel> Open = [];

    /// <summary>The channels that this session started and has not stopped, in that order.</summary>
    internal static IReadOnlyList<SaladChannel> Channels
    {
        get
        {
            lock (Gate)
            {
                return [.. Open];
            }
        }
    }

    /// <summary>From now on this is one of the session's channels.</summary>
    internal static void Add(SaladChannel channel)
    {
        lock (Gate)
        {
            Open.Add(channel);
        }

        Own(channel);
    }

    /// <summary>It is none of the session's channels any more.</summary>
    internal static void Remove(SaladChannel channel)
    {
        lock (Gate)
        {
            Open.Remove(channel);
        }

        Disown(channel);
    }
}
