namespace FruitSalad.PS;

/// <content>What the session started and has to end: masters, workers, channels.</content>
/// <remarks>
/// Neither the module's removal nor the process's exit is certain to run (kill -9 runs nothing): this is the polite
/// way to end. A child leaves by itself when its standard input ends, and leases cover the rest.
/// </remarks>
public static partial class Session
{
    private static readonly List<IDisposable> Owned = [];

    /// <summary>
    /// Ends what the session owns, the youngest first: workers before the master that they talk to. Outside the lock,
    /// since what ends disowns itself. The session can be used again afterwards.
    /// </summary>
    /// <exception cref="AggregateException">Some failed to end; the others have ended even so.</exception>
    public static void Close()
    {
        var failures = new List<Exception>();
        while (TakeYoungest() is { } one)
        {
            try
            {
                one.Dispose();
            }
            catch (Exception failure)
            {
                failures.Add(failure);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }

    /// <summary>Something must not outlive the session. To dispose it must not take longer than seconds.</summary>
    internal static void Own(IDisposable one)
    {
        lock (Gate)
        {
            Owned.Add(one);
        }
    }

    /// <summary>It has ended already, or is on its way.</summary>
    internal static void Disown(IDisposable one)
    {
        lock (Gate)
        {
            // By reference: two handles may be equal, and each is owned on its own.
            Owned.RemoveAll(owned => ReferenceEquals(owned, one));
        }
    }

    private static IDisposable? TakeYoungest()
    {
        lock (Gate)
        {
            if (Owned.Count == 0)
            {
                return null;
            }

            var youngest = Owned[^1];
            Owned.RemoveAt(Owned.Count - 1);
            return youngest;
        }
    }
}
