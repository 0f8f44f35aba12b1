using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>
/// The ready tasks, in lanes: one for each priority and set of labels, each in the policy's order. Most salads have the
/// plain lane alone, and cost no more than it.
/// </summary>
/// <remarks>
/// A worker gets the first task that it may take: the highest priority, then the policy's order, whichever lane it is in.
/// So a task that nobody present may take stands in nobody's way.
/// </remarks>
internal sealed class ToDoList(TaskOrder order, RuleBook rules)
{
    private readonly ReadyList _plain = new(order, 0, []);

    /// <summary>Every other lane that was ever used, by what its tasks have in common.</summary>
    private readonly Dictionary<(int Priority, string Labels), ReadyList> _known = [];

    /// <summary>Those of them that are not empty, the highest priority first.</summary>
    private readonly SortedDictionary<(long Rank, int Number), ReadyList> _lanes = [];
    private long _added;

    /// <summary>How many there are, whoever may take them.</summary>
    public int Count { get; private set; }

    public void Add(TaskCell cell)
    {
        Count++;
        cell.ReadyOrder = _added++;
        ReadyList lane = LaneOf(cell);
        if (lane != _plain && lane.Count == 0)
        {
            _lanes.Add(lane.Key, lane);
        }

        lane.Add(cell);
    }

    public void Remove(TaskCell cell)
    {
        Count--;
        ReadyList lane = LaneOf(cell);
        lane.Remove(cell);
        if (lane != _plain && lane.Count == 0)
        {
            _lanes.Remove(lane.Key);
        }
    }

    /// <summary>What this worker gets next; null: nothing that it may take.</summary>
    public TaskCell? NextFor(WorkerRecord worker)
    {
        TaskCell? next = _plain.NextFor(worker.Id, rules);
        if (_lanes.Count == 0)
        {
            return next;
        }

        int priority = next is null ? int.MinValue : 0;
        foreach (ReadyList lane in _lanes.Values)
        {
            if (lane.Priority < priority)
            {
                break;
            }

            if (!lane.IsReserved && rules.Offers(worker.Introduction.Labels, lane.Labels)
                && lane.NextFor(worker.Id, rules) is { } first && (next is null || lane.Priority > priority || IsBefore(first, next)))
            {
                next = first;
                priority = lane.Priority;
            }
        }

        return next;
    }

    /// <summary>The lanes with tasks for which nobody of these offers the labels.</summary>
    public HashSet<ReadyList> Unplaced(IReadOnlyList<WorkerRecord> workers)
    {
        var unplaced = new HashSet<ReadyList>();
        foreach (ReadyList lane in _lanes.Values)
        {
            if (lane.Labels.Count > 0 && !workers.Any(worker =>
                worker.IsPresent && rules.Offers(worker.Introduction.Labels, lane.Labels)))
            {
                unplaced.Add(lane);
            }
        }

        return unplaced;
    }

    /// <summary>The lane of a task, whether it stands in it or not.</summary>
    public ReadyList LaneOf(TaskCell cell) => cell.Ties?.Lane ?? _plain;

    /// <summary>The lane for tasks that ask for this; null: the plain one.</summary>
    public ReadyList? LaneFor(TaskOptions options)
    {
        if (options is { Priority: 0, Labels.Count: 0 })
        {
            return null;
        }

        string[] labels = [.. options.Labels.Distinct().Order(StringComparer.Ordinal)];
        var key = (options.Priority, string.Join('\n', labels));
        if (!_known.TryGetValue(key, out ReadyList? lane))
        {
            lane = new ReadyList(order, options.Priority, labels) { Key = (-(long)options.Priority, _known.Count) };
            _known.Add(key, lane);
        }

        return lane;
    }

    /// <summary>A lane that is kept for one worker.</summary>
    /// <param name="number">Its number, from 1.</param>
    public ReadyList Reserve(int number) => new(order, 0, []) { IsReserved = true, Key = (0, -number) };

    private bool IsBefore(TaskCell left, TaskCell right) =>
        order == TaskOrder.Fifo ? left.ReadyOrder < right.ReadyOrder : left.ReadyOrder > right.ReadyOrder;
}
