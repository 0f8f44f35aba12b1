using FruitSalad.Tasks;

namespace FruitSalad.Chaos;

/// <summary>
/// How long workers were alone after their master's death, read from the history: a worker of whom the first word after
/// the death is that it returned had lost its master, and found another.
/// </summary>
internal static class Recoveries
{
    /// <summary>What comes back is not found at once.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(2);

    public static IReadOnlyList<TimeSpan> Of(IReadOnlyList<SaladEvent> events, ChaosMemory memory)
    {
        var recoveries = new List<TimeSpan>();
        Dictionary<WorkerId, SaladEvent[]> words = events.Where(IsWord).GroupBy(e => e.Worker).ToDictionary(group => group.Key, group => group.ToArray());
        foreach (TimeSpan death in memory.MasterKills)
        {
            foreach (SaladEvent[] said in words.Values)
            {
                int next = Array.FindIndex(said, e => e.Time > death);
                if (next > 0 && said[next].Kind == EventKind.WorkerReturned && !memory.Outages.Concat(memory.Masterless).Any(
                    away => away.From < said[next].Time && death < away.To + Aftermath))
                {
                    recoveries.Add(said[next].Time - death);
                }
            }
        }

        recoveries.Sort();
        return recoveries;
    }

    /// <summary>What a worker does itself, or that it is dead.</summary>
    private static bool IsWord(SaladEvent e) => !e.Worker.IsNone && e.Kind is EventKind.WorkerJoined or EventKind.WorkerReturned
        or EventKind.WorkerLost or EventKind.WorkerDisconnected or EventKind.WorkerLeft or EventKind.Granted or EventKind.Accepted
        or EventKind.LateAccepted or EventKind.Renewed or EventKind.Dropped;
}
