using FruitSalad.Tasks;

namespace FruitSalad.Store;

public sealed partial class MemoryTaskStore
{
    private readonly Dictionary<string, int> _additions = [];
    private readonly Dictionary<string, string> _shared = [];

    /// <inheritdoc/>
    public ValueTask<Transition<bool>> ShareAsync(string key, string value, TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            bool kept = _shared.TryAdd(key, value) || _shared[key] == value;
            return new(new Transition<bool>(kept, Finish(now)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<string?> SharedAsync(string key)
    {
        lock (_lock)
        {
            return new(_shared.GetValueOrDefault(key));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Transition<int?>> AddAsync(string request, IReadOnlyList<NewTask> tasks, TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            if (!_additions.TryGetValue(request, out int first))
            {
                if (IsStatic && FirstUnfit(tasks) is { } never)
                {
                    throw new ArgumentException(never, nameof(tasks));
                }

                if (_closed && _end == EndReason.None)
                {
                    return new(new Transition<int?>(null, Finish(now)));
                }

                if (FirstUnfit(tasks) is { } why)
                {
                    throw new ArgumentException(why, nameof(tasks));
                }

                if (tasks.Count > 0)
                {
                    Reopen(now);
                }

                first = _tasks.Count;
                _additions.Add(request, first);
                AddAll(tasks, now);
            }

            return new(new Transition<int?>(first, Finish(now)));
        }
    }

    private void AddAll(IReadOnlyList<NewTask> tasks, TimeSpan now)
    {
        int first = _tasks.Count;
        foreach (NewTask task in tasks)
        {
            AddTask(task, DependenciesOf(task, first), now);
        }
    }

    private static IReadOnlyList<int> DependenciesOf(NewTask task, int first) =>
        task.Siblings.Count == 0 ? task.DependsOn : [.. task.DependsOn, .. task.Siblings.Select(place => first + place)];

    private void AddTask(NewTask task, IReadOnlyList<int> dependsOn, TimeSpan now)
    {
        var cell = new TaskCell(_tasks.Count, task);
        int waitingFor = 0;
        foreach (int id in dependsOn)
        {
            TaskCell needed = _tasks[id];
            if (needed.Row.State != TaskState.Done)
            {
                waitingFor++;
                (needed.Ties ??= new TaskTies()).Dependants.Add(cell);
            }
        }

        if (dependsOn.Count > 0)
        {
            cell.Ties = new TaskTies { DependsOn = dependsOn, BlockedBy = DeadAmong(dependsOn) };
        }

        TimeSpan due = now;
        if (!task.Options.IsNone)
        {
            TaskTies ties = cell.Ties ??= new TaskTies();
            ties.Options = task.Options;
            ties.Policy = _policy.For(task.Options, Settings.TimeScale);
            ties.Lane = _ready.LaneFor(task.Options);
            due += task.Options.Delay * Settings.TimeScale;
        }

        cell.Row = _rules.Add(waitingFor, due, now);
        _tasks.Add(cell);
        Place(cell, _counts.AreSuspended, now);
        if (cell.Row.Delayed)
        {
            _deadlines.Set(cell, due);
        }

        Record(EventKind.Added, now, cell, deadline: due > now ? due : null);
        Spread(cell, now);
    }

    /// <summary>
    /// The first reason why these tasks cannot be added, or null. Asked before the first one is: a batch with one
    /// impossible task must not leave half of itself behind.
    /// </summary>
    private string? FirstUnfit(IReadOnlyList<NewTask> tasks)
    {
        if (IsStatic && (tasks.Count > 0 || _shares.Length == 0) && StaticFlaw(tasks) is { } flawed)
        {
            return flawed;
        }

        for (int i = 0; i < tasks.Count; i++)
        {
            int own = _tasks.Count + i;
            if (tasks[i].Shared is { } key && !_shared.ContainsKey(key))
            {
                return $"Task {own} ({tasks[i].Name}) names the shared value {key}, which nobody has shared.";
            }

            if (tasks[i].IsTooLarge)
            {
                return $"Task {own} ({tasks[i].Name}): a payload has at most {NewTask.MaxPayload} bytes.";
            }

            if (tasks[i].Options.Flaw is { } flaw)
            {
                return $"Task {own} ({tasks[i].Name}): {flaw}.";
            }

            foreach (int id in tasks[i].DependsOn)
            {
                if ((uint)id >= (uint)own)
                {
                    return $"Task {own} ({tasks[i].Name}) depends on task {id}, which does not come before it.";
                }
            }

            foreach (int place in tasks[i].Siblings)
            {
                if ((uint)place >= (uint)i)
                {
                    return $"Task {own} ({tasks[i].Name}) depends on place {place} of its list, which does not come before it.";
                }
            }
        }

        return null;
    }

    private void Reopen(TimeSpan now)
    {
        if (_end == EndReason.None)
        {
            return;
        }

        _end = EndReason.None;
        _stopping = false;
        _startedAt = null;
        _endedAt = null;
        _quietSince = now;
        _round++;
        Record(EventKind.Reopened, now);
        TakeBackLeases(now);
    }

    /// <summary>
    /// A forced stop leaves leases behind, and without a lease time they would hold up the new round for ever: they end
    /// with the old round and blame nobody. A holder that is still at work may return its result as a late one.
    /// </summary>
    private void TakeBackLeases(TimeSpan now)
    {
        foreach (WorkerRecord holder in _workers)
        {
            // The running one last, so that none of the others is taken to begin for a moment.
            for (int i = holder.Held.Count - 1; i >= 0; i--)
            {
                TaskCell cell = holder.Held[i];
                LeaseDecision decision = _rules.Release(cell.Row, holder.Id, cell.Row.Attempt, now, PolicyOf(cell));
                GiveBack(cell, decision, holder, EventKind.Released, now);
            }
        }
    }
}
