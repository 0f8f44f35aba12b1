using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>What several workers answered to one task, and who is still asked.</summary>
internal sealed class TaskVote
{
    /// <summary>The task's replicas since it was added or restarted: each its own row with its own lease.</summary>
    public List<TaskCell> Replicas { get; } = [];

    /// <summary>The replicas of attempts 1, 2, ...: attempts are counted over all of them.</summary>
    public List<TaskCell> Issues { get; } = [];

    /// <summary>How many replicas there were ever.</summary>
    public int Numbers { get; set; }

    /// <summary>The digest of the accepted answer.</summary>
    public string? Accepted { get; set; }

    public Tally Count()
    {
        int best = 0;
        int live = 0;
        foreach (TaskCell replica in Replicas)
        {
            live += replica.Row.IsLive ? 1 : 0;
            best = Math.Max(best, Replicas.Count(other => other.Ballot!.Agrees(replica.Ballot!)));
        }

        return new Tally(best, live, Replicas.Count);
    }

    /// <summary>Whether this worker holds one of them.</summary>
    public bool IsHeldBy(WorkerId worker) =>
        Replicas.Exists(replica => replica.Row.State == TaskState.Leased && replica.Row.Holder == worker);

    /// <summary>Whether this worker has answered one of them.</summary>
    public bool IsAnsweredBy(WorkerId worker) => Replicas.Exists(replica => replica.Ballot!.By == worker);
}
