using FruitSalad.History;
using FruitSalad.Tasks;

namespace FruitSalad.PS;

/// <summary>The log of one salad: what all of its lines have in common.</summary>
internal sealed class SaladLog(DateTimeOffset epoch, SaladPolicy policy)
{
    /// <summary>The wall clock's time at the salad's epoch.</summary>
    public DateTimeOffset Epoch => epoch;

    /// <summary>What its history is checked against; durations scaled.</summary>
    public SaladPolicy Policy => policy;

    /// <summary>The lines of a whole history.</summary>
    public IReadOnlyList<LogEntry> Lines(IReadOnlyList<SaladEvent> events)
    {
        var state = new EventFold();
        var lines = new LogEntry[events.Count];
        for (int i = 0; i < lines.Length; i++)
        {
            state.Apply(events[i]);
            lines[i] = new LogEntry(events[i], state, this);
        }

        return lines;
    }
}
