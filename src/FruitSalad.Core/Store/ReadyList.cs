using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>A lane of the to-do list: a queue or a stack from which any task can also be taken out of the middle.</summary>
/// <param name="order">Which it is.</param>
/// <param name="priority">What its tasks have in common.</param>
/// <param name="labels">And what they ask for.</param>
internal sealed class ReadyList(TaskOrder order, int priority, IReadOnlyList<string> labels)
{
    private TaskCell? _first;
    private TaskCell? _last;

    public int Priority => priority;

    public IReadOnlyList<string> Labels => labels;

    /// <summary>Whether it is kept for one worker, who asks for it alone.</summary>
    public bool IsReserved { get; init; }

    /// <summary>Its place among the lanes.</summary>
    public (long Rank, int Number) Key { get; init; }

    public int Count { get; private set; }

    /// <summary>The task to hand out next, or null.</summary>
    public TaskCell? Next => order == TaskOrder.Fifo ? _first : _last;

    /// <summary>The first one that this worker may do; null: none.</summary>
    public TaskCell? NextFor(WorkerId worker, RuleBook rules)
    {
        TaskCell? cell = Next;
        while (cell is not null && !cell.IsOpenTo(worker, rules))
        {
            cell = order == TaskOrder.Fifo ? cell.After : cell.Before;
        }

        return cell;
    }

    public void Add(TaskCell cell)
    {
        Count++;
        cell.Before = _last;
        cell.After = null;
        if (_last is null)
        {
            _first = cell;
        }
        else
        {
            _last.After = cell;
        }

        _last = cell;
    }

    public void Remove(TaskCell cell)
    {
        Count--;
        if (cell.Before is null)
        {
            _first = cell.After;
        }
        else
        {
            cell.Before.After = cell.After;
        }

        if (cell.After is null)
        {
            _last = cell.Before;
        }
        else
        {
            cell.After.Before = cell.Before;
        }

        cell.Before = cell.After = null;
    }
}
