using FruitSalad.Tasks;

namespace FruitSalad.History;

public sealed partial class EventFold
{
    private void ApplyToTask(SaladEvent e, FoldedWorker? worker)
    {
        if (!_tasks.TryGetValue(e.TaskId, out FoldedTask? task))
        {
            task = FirstSeen(e);
        }

        if (e.Replica > 0)
        {
            task.LastEvent = e;
            task = ReplicaOf(task, e);
        }

        switch (e.Kind)
        {
            case EventKind.Unblocked:
                Move(task, TaskState.Ready);
                break;
            case EventKind.Restarted:
                Restart(task);
                break;
            case EventKind.Delayed:
                task.NotBefore = e.Deadline;
                Move(task, TaskState.Blocked, delayed: true);
                break;
            case EventKind.Granted:
                Grant(task, e, worker);
                break;
            case EventKind.Started:
                task.Deadline = e.Deadline;
                Run(task, e.Time);
                break;
            case EventKind.Renewed:
                task.Deadline = e.Deadline;
                break;
            case EventKind.Accepted or EventKind.LateAccepted:
                Accept(task, e, worker);
                break;
            case EventKind.Expired or EventKind.Lost:
                Charge(task, task.Running, e);
                Move(task, TaskState.Ready);
                break;
            case EventKind.Failed:
                Charge(task, true, e);
                Move(task, TaskState.Ready);
                break;
            case EventKind.Released:
                Move(task, TaskState.Ready);
                break;
            case EventKind.Died:
                Die(task);
                break;
            default:
                ApplyToVote(task, e, worker);
                break;
        }

        task.LastEvent = e;
    }

    /// <summary>
    /// A task that no earlier event named. An added one waits while one of its dependencies is not done; any other
    /// was added before the events that are at hand, and this one will tell where it stands.
    /// </summary>
    private FoldedTask FirstSeen(SaladEvent e)
    {
        var task = new FoldedTask(e.TaskId)
        {
            Name = e.TaskName,
            Duration = e.Duration,
            DependsOn = e.DependsOn,
            Options = e.Options ?? TaskOptions.None,
            NotBefore = e.Kind == EventKind.Added ? e.Deadline : null,
            IsWhole = e.Kind == EventKind.Added,
            State = TaskState.Ready,
        };
        for (int i = 0; i < e.DependsOn.Count; i++)
        {
            bool known = _tasks.TryGetValue(e.DependsOn[i], out FoldedTask? needed);
            task.IsWhole &= known;
            if (needed?.State != TaskState.Done)
            {
                task.State = TaskState.Blocked;
            }
        }

        if (task.State == TaskState.Ready && task.NotBefore > e.Time)
        {
            (task.State, task.Delayed) = (TaskState.Blocked, true);
        }

        _tasks.Add(task.Id, task);
        _counts.Enter(task.State, task.Delayed);
        if (e.Kind is EventKind.Started or EventKind.Renewed && WorkerOf(e) is var holder)
        {
            // Its grant is forgotten, its lease lives.
            task.Issue(e.Attempt, holder);
            Move(task, TaskState.Leased);
        }

        return task;
    }

    private void Grant(FoldedTask task, SaladEvent e, FoldedWorker? worker)
    {
        // Whoever holds nothing else begins at once, and has no other event for it.
        bool runsNow = worker is null || worker.Held.Count == 0;
        Move(task, TaskState.Ready);
        task.Issue(e.Attempt, worker);
        task.Original?.Issue(e.Attempt, worker);
        task.Deadline = e.Deadline;
        Move(task, TaskState.Leased);
        if (runsNow)
        {
            Run(task, e.Time);
        }
    }

    private static void Charge(FoldedTask task, bool charged, SaladEvent e)
    {
        if (charged && task.Original is not { State: TaskState.Done })
        {
            task.Charges++;
            task.ChargedAt = e.Time;
            task.ChargesThen = task.Charges;
            ShareCharges(task);
        }
    }

    private static void Run(FoldedTask task, TimeSpan now)
    {
        task.Running = true;
        task.RunningSince = now;
    }

    /// <summary>The one place where a task's state changes: counts, held lists and what is in progress follow.</summary>
    private void Move(FoldedTask task, TaskState state, bool delayed = false)
    {
        if (task.State == state && task.Delayed == delayed)
        {
            return;
        }

        if (task.State == TaskState.Leased && task.ReplicaList is null)
        {
            task.Running = false;
            task.Deadline = null;
            task.Holder?.Drop(task);
            _inProgress.Remove(task);
        }

        bool wasLive = task.IsLive;
        if (task.Original is null)
        {
            _counts.Leave(task.State, task.Delayed);
            _counts.Enter(state, delayed);
        }

        (task.State, task.Delayed) = (state, delayed);
        if (state == TaskState.Leased && task.ReplicaList is null)
        {
            task.Holder?.Take(task);
            _inProgress.Add(task);
        }

        if (task.Original is { } original)
        {
            _counts.Surplus -= original.State == TaskState.Done && wasLive && !task.IsLive ? 1 : 0;
            Settle(original);
        }
    }
}
