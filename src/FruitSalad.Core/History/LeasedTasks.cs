using System.Collections;

namespace FruitSalad.History;

/// <summary>The tasks under a lease, in the order in which they were handed out. Any of them leaves in one step.</summary>
internal sealed class LeasedTasks : IReadOnlyCollection<FoldedTask>
{
    private FoldedTask? _first;
    private FoldedTask? _last;

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public IEnumerator<FoldedTask> GetEnumerator()
    {
        for (FoldedTask? task = _first; task is not null; task = task.After)
        {
            yield return task;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Add(FoldedTask task)
    {
        task.Before = _last;
        task.After = null;
        _ = _last is null ? _first = task : _last.After = task;
        _last = task;
        Count++;
    }

    public void Remove(FoldedTask task)
    {
        _ = task.Before is null ? _first = task.After : task.Before.After = task.After;
        _ = task.After is null ? _last = task.Before : task.After.Before = task.Before;
        task.Before = task.After = null;
        Count--;
    }
}
