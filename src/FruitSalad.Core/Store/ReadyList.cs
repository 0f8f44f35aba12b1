using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>The to-do list: a queue or a stack from which any task can also be taken out of the middle.</summary>
internal sealed class ReadyList(TaskOrder order)
{
    private TaskCell? _first;
    private TaskCell? _last;

    /// <summary>The task to hand out next, or null.</summary>
    public TaskCell? Next => order == TaskOrder.Fifo ? _first : _last;

    public void Add(TaskCell cell)
    {
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
