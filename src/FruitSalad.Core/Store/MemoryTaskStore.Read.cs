using FruitSalad.Tasks;

namespace FruitSalad.Store;

public sealed partial class MemoryTaskStore
{
    /// <inheritdoc/>
    public ValueTask<SaladSnapshot> SnapshotAsync()
    {
        lock (_lock)
        {
            return new(new SaladSnapshot
            {
                Counts = _counts,
                Closed = _closed,
                EndReason = _end,
                Round = _round,
                StartedAt = _startedAt,
                EndedAt = _endedAt,
                Unplaced = _ready.Unplaced(_workers).Sum(lane => lane.Count),
                Workers = _workers.ConvertAll(Copy),
                Events = _events.Next,
            });
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<TaskSnapshot>> TasksAsync(TaskState? state, int from, int max)
    {
        lock (_lock)
        {
            var found = new List<TaskSnapshot>();
            HashSet<ReadyList> unplaced = _ready.Unplaced(_workers);
            for (int id = Math.Max(from, 0); id < _tasks.Count && found.Count < max; id++)
            {
                if (state is null || _tasks[id].Row.State == state)
                {
                    found.Add(Copy(_tasks[id], unplaced));
                }
            }

            return new(found);
        }
    }

    /// <inheritdoc/>
    public ValueTask<EventPage> EventsAsync(long since, int max)
    {
        lock (_lock)
        {
            long from = Math.Clamp(since, _events.First, _events.Next);
            var events = new SaladEvent[(int)Math.Min(max, _events.Next - from)];
            for (int i = 0; i < events.Length; i++)
            {
                events[i] = _events.At(from + i).ToEvent(from + i);
            }

            return new(new EventPage(events, from + events.Length, since < _events.First));
        }
    }

    private static WorkerSnapshot Copy(WorkerRecord worker) => new(
        worker.Id, worker.Introduction, worker.State, worker.Held.ConvertAll(cell => cell.Id), worker.Accepted,
        worker.JoinedAt, worker.LastSeen)
    {
        Disagreed = worker.Disagreed,
    };

    private TaskSnapshot Copy(TaskCell cell, HashSet<ReadyList> unplaced)
    {
        bool leased = cell.Row.State == TaskState.Leased && cell.Row.Deadline != TimeSpan.MaxValue;
        _workersById.TryGetValue(cell.Row.Holder, out WorkerRecord? holder);
        return new TaskSnapshot(
            cell.ToTask(), cell.Row.State, cell.Row.Attempt, cell.Row.Holder, holder?.Name,
            leased ? cell.Row.Deadline : null, cell.Result, cell.Ties?.LastError)
        {
            BlockedBy = cell.Ties?.BlockedBy?.Id,
            Replicas = cell.Vote is { } vote ? vote.Replicas.ConvertAll(replica => Copy(vote, replica)) : [],
            DueAt = cell.Row.Delayed ? cell.Row.Deadline : null,
            Unplaced = cell.Row.State == TaskState.Ready && unplaced.Contains(_ready.LaneOf(cell)),
        };
    }

    private ReplicaSnapshot Copy(TaskVote vote, TaskCell replica)
    {
        Ballot ballot = replica.Ballot!;
        _workersById.TryGetValue(ballot.By.IsNone ? replica.Row.Holder : ballot.By, out WorkerRecord? worker);
        bool? agrees = ballot.Answer is null || vote.Accepted is null ? null : ballot.Answer == vote.Accepted;
        return new ReplicaSnapshot(ballot.Number, replica.Row.State, replica.Row.Attempt, worker?.Name, agrees);
    }
}
