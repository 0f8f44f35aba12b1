namespace FruitSalad.PS;

public static partial class Session
{
    private static readonly List<SaladWorker> Started = [];
    private static readonly Dictionary<Guid, int> Ordinals = [];

    /// <summary>The workers that this session started, in that order, those that have ended too.</summary>
    internal static IReadOnlyList<SaladWorker> Workers
    {
        get
        {
            lock (Gate)
            {
                return [.. Started];
            }
        }
    }

    /// <summary>From now on this is one of the session's workers.</summary>
    internal static void Add(SaladWorker worker)
    {
        lock (Gate)
        {
            Started.Add(worker);
        }

        Own(worker);
    }

    /// <summary>It ends with the session's interest in it.</summary>
    internal static void Remove(SaladWorker worker)
    {
        lock (Gate)
        {
            Started.Remove(worker);
        }

        Disown(worker);
    }

    /// <summary>
    /// The next worker's number at this salad, from 1: it chooses the worker's random stream, so that the n-th worker
    /// of a seed always crashes at the same places.
    /// </summary>
    internal static int NextOrdinal(SaladMasterHandle master)
    {
        lock (Gate)
        {
            int next = Ordinals.GetValueOrDefault(master.Salad) + 1;
            Ordinals[master.Salad] = next;
            return next;
        }
    }

    /// <summary>What the workers that this session started for a master said on their own output.</summary>
    internal static IReadOnlyList<WorkerLogLine> WorkerLines(SaladMasterHandle master) =>
        [.. Workers.Where(worker => worker.Master.Salad == master.Salad).SelectMany(worker => worker.Lines)];
}
