using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.History;

public sealed partial class HistoryChecker
{
    /// <summary>Whether the store, after the last event observed, stands where its events say (S14, and S3's total).</summary>
    public void CheckState(SaladSnapshot snapshot)
    {
        if (_complete && snapshot.Counts.Total != Fold.TaskCount)
        {
            Report("S3", $"{snapshot.Counts.Total} tasks are in a state, {Fold.TaskCount} were added.", _last);
        }
        else if (_complete && snapshot.Counts != Fold.Counts)
        {
            Report("S14", "The numbers of tasks by state do not follow from the events.", _last);
        }
        else if (Difference(snapshot) is { } what)
        {
            Report("S14", $"{what} does not follow from the events.", _last);
        }
        else
        {
            CheckWorkers(snapshot.Workers);
        }
    }

    /// <summary>Whether every task, after the last event observed, stands where its events say (S14).</summary>
    /// <param name="tasks">All tasks of the store.</param>
    public void CheckState(IReadOnlyList<TaskSnapshot> tasks)
    {
        if (_complete && tasks.Count != Fold.TaskCount)
        {
            Report("S3", $"{tasks.Count} tasks are in a state, {Fold.TaskCount} were added.", _last);
        }

        foreach (TaskSnapshot task in tasks)
        {
            if (Fold.Task(task.Task.Id) is { } folded && !Agree(task, folded))
            {
                Report(
                    "S14", $"The state of {folded.Name} (T-{folded.Id:00}) does not follow from the events.",
                    folded.LastEvent);
            }

            if (_complete && (task.BlockedBy is not null) != IsHopeless(tasks, task))
            {
                Report("S14", $"T-{task.Task.Id:00} is blocked for ever, or is not, against what is said.", _last);
            }
        }
    }

    /// <summary>Whether a dead task stands before this one. What it depends on comes before it, and is settled.</summary>
    private static bool IsHopeless(IReadOnlyList<TaskSnapshot> tasks, TaskSnapshot task)
    {
        IReadOnlyList<int> needed = task.Task.DependsOn;
        for (int i = 0; i < needed.Count; i++)
        {
            if (tasks[needed[i]] is { State: TaskState.Dead } or { BlockedBy: not null })
            {
                return true;
            }
        }

        return false;
    }

    private string? Difference(SaladSnapshot snapshot) => snapshot switch
    {
        _ when snapshot.Events != Fold.Next => "The number of events",
        _ when snapshot.EndReason != Fold.EndReason => "The end",
        _ when !_complete => null,
        _ when snapshot.Closed != Fold.Closed => "Whether it is closed",
        _ when snapshot.Round != Fold.Round => "The round",
        _ when snapshot.StartedAt != Fold.StartedAt => "The start of the clock",
        _ when snapshot.EndedAt != Fold.EndedAt => "The time of the end",
        _ => null,
    };

    private void CheckWorkers(IReadOnlyList<WorkerSnapshot> workers)
    {
        for (int i = 0; i < workers.Count; i++)
        {
            WorkerSnapshot worker = workers[i];
            FoldedWorker? folded = Fold.Worker(worker.Id);
            if (folded is null ? _complete : _complete && !Agree(worker, folded))
            {
                Report("S14", $"The state of {worker.Introduction.Name} does not follow from the events.", _last);
            }
        }
    }

    private static bool Agree(WorkerSnapshot worker, FoldedWorker folded)
    {
        bool agree = worker.State == folded.State && worker.Accepted == folded.Accepted
            && worker.Disagreed == folded.Disagreed
            && worker.Held.Count == folded.Held.Count;
        for (int i = 0; agree && i < worker.Held.Count; i++)
        {
            agree = worker.Held[i] == folded.Held[i].Id;
        }

        return agree;
    }

    private static bool Agree(TaskSnapshot task, FoldedTask folded) =>
        task.State == folded.State
        && task.Deadline == folded.Deadline
        && task.DueAt == (folded.Delayed ? folded.NotBefore : null)
        && (!folded.IsWhole || (task.Attempt == folded.Attempt
            && task.Worker == (folded.Holder?.Id ?? WorkerId.None)));
}
