using FruitSalad.Tasks;

namespace FruitSalad.History;

/// <summary>Counts of what a history's events say, added event by event.</summary>
public sealed class HistoryTally
{
    /// <summary>How often a task was handed out.</summary>
    public int Grants { get; private set; }

    /// <summary>How often a lease ended without a result: expired, lost, failed or given back.</summary>
    public int Requeues { get; private set; }

    /// <summary>How many results came after their lease had ended, counted or not.</summary>
    public int LateResults { get; private set; }

    /// <summary>How many tasks have no accepted result.</summary>
    public int Unfinished { get; private set; }

    /// <summary>Counts one event.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="detail">The event's detail.</param>
    public void Add(EventKind kind, string? detail)
    {
        switch (kind)
        {
            case EventKind.Granted:
                Grants++;
                break;
            case EventKind.Expired or EventKind.Lost or EventKind.Failed or EventKind.Released:
                Requeues++;
                break;
            case EventKind.Added:
                Unfinished++;
                break;
            case EventKind.Accepted:
                Unfinished--;
                break;
            case EventKind.LateAccepted:
                Unfinished--;
                LateResults++;
                break;
            case EventKind.Dropped when detail is nameof(Verdict.Superseded) or nameof(Verdict.Closed):
                LateResults++;
                break;
        }
    }
}
