using FruitSalad.Rpc;

namespace FruitSalad.PS;

public static partial class Session
{
    private static readonly List<SaladMasterHandle> Known = [];

    /// <summary>The masters that this session started or joined and has not stopped, in that order.</summary>
    internal static IReadOnlyList<SaladMasterHandle> Masters
    {
        get
        {
            lock (Gate)
            {
                return [.. Known];
            }
        }
    }

    /// <summary>From now on this is one of the session's masters.</summary>
    internal static void Add(SaladMasterHandle master)
    {
        lock (Gate)
        {
            Known.Add(master);
        }

        Own(master);
    }

    /// <summary>It is none of the session's masters any more.</summary>
    internal static void Remove(SaladMasterHandle master)
    {
        lock (Gate)
        {
            Known.Remove(master);
        }

        Disown(master);
    }

    /// <summary>The session's master at an address; else one that is known by its address only.</summary>
    internal static SaladMasterHandle MasterAt(MasterAddress address) =>
        Masters.FirstOrDefault(master => master.IsAt(address)) ?? SaladMasterHandle.At(address);
}
