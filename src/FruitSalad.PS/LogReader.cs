using FruitSalad.Contract;
using FruitSalad.History;

namespace FruitSalad.PS;

/// <summary>Makes log lines of a master's events, page by page, with what its workers said in between.</summary>
/// <param name="master">The master.</param>
/// <param name="status">Its salad's status, at any time.</param>
internal sealed class LogReader(SaladMasterHandle master, SaladStatus status)
{
    private readonly SaladLog _log = new(status.Epoch, status.Policy);
    private readonly EventFold _state = new();
    private readonly HashSet<WorkerLogLine> _said = [];

    /// <summary>The number of the next event.</summary>
    public long Next { get; private set; }

    /// <summary>The first event that there was, where those before it are forgotten; null: none is.</summary>
    public long? FirstKept { get; private set; }

    /// <summary>The lines of a page of events and of what was said up to now, by their time.</summary>
    public IReadOnlyList<LogEntry> Read(EventAnswer page)
    {
        if (page.Incomplete)
        {
            FirstKept ??= page.Events.Count > 0 ? page.Events[0].Sequence : page.Next;
        }

        var lines = new List<LogEntry>(page.Events.Count);
        foreach (var e in page.Events)
        {
            _state.Apply(e);
            lines.Add(new LogEntry(e, _state, _log));
        }

        Next = page.Next;
        return [.. lines.Concat(Say()).OrderBy(line => line.Time)];
    }

    private IEnumerable<LogEntry> Say() =>
        Session.WorkerLines(master).Where(_said.Add).Select(line => new LogEntry(line));
}
