using FruitSalad.Tasks;

namespace FruitSalad.History;

public sealed partial class HistoryChecker
{
    private void CheckAdded(SaladEvent e)
    {
        if (Fold.Task(e.TaskId) is { } task)
        {
            Report("S12", $"{Name(e)} was added twice.", task.LastEvent, e);
        }
        else if (_complete && e.TaskId != Fold.TaskCount)
        {
            Report("S12", $"{Name(e)} was added, and task {Fold.TaskCount} before it never was.", _last, e);
        }
    }

    /// <summary>At most one violation an event: the most telling one.</summary>
    private void CheckTask(SaladEvent e)
    {
        FoldedTask? task = Fold.Task(e.TaskId);
        FoldedTask? row = e.Replica > 0 ? ReplicaOf(task, e) : task;
        if (e.Kind == EventKind.Replicated && task is not null)
        {
            CheckReplicated(task, e);
        }
        else if (row is null)
        {
            if (_complete)
            {
                Report("S14", $"{Name(e)} was never added.", e);
            }
        }
        else if (e.Kind == EventKind.Disagreed)
        {
            CheckDisagreed(row, e);
        }
        else if (row.State == TaskState.Done)
        {
            CheckFinished(row, e);
        }
        else
        {
            CheckUnfinished(row, e);
        }
    }

    private void CheckUnfinished(FoldedTask task, SaladEvent e)
    {
        switch (e.Kind)
        {
            case EventKind.Granted:
                CheckGranted(task, e);
                break;
            case EventKind.Accepted or EventKind.LateAccepted when _policy.IsReplicated:
                CheckElected(task, e);
                break;
            case EventKind.Accepted or EventKind.LateAccepted:
                CheckAccepted(task, e);
                break;
            case EventKind.Answered:
                CheckAnswered(task, e);
                break;
            case EventKind.Spared:
                CheckSpared(task, e);
                break;
            case EventKind.Unblocked or EventKind.Delayed or EventKind.Restarted or EventKind.Died:
                CheckMoved(task, e);
                break;
            default:
                CheckLease(task, e);
                break;
        }
    }

    private void CheckFinished(FoldedTask task, SaladEvent e)
    {
        if (e.Kind is EventKind.Accepted or EventKind.LateAccepted)
        {
            Report("S1", $"A second result of {Name(e)} was accepted.", task.AcceptedBy, e);
        }
        else
        {
            Report("S11", $"{Name(e)} was done, and then: {e.Kind}.", task.AcceptedBy, e);
        }
    }

    private void CheckGranted(FoldedTask task, SaladEvent e)
    {
        if (task.State == TaskState.Leased)
        {
            Report("S4", $"{Name(e)} was handed out while {task.Holder?.Name} held it.", task.LastEvent, e);
        }
        else if (FirstMissing(task) is { } missing)
        {
            Report("S6", $"{Name(e)} was handed out before task {missing} was done.", task.LastEvent, e);
        }
        else if (e.Time < EarliestFor(task))
        {
            Report("S6", $"{Name(e)} was handed out before its time.", task.LastEvent, e);
        }
        else if (task.Options.Labels.Count > 0 && Fold.Worker(e.Worker)?.Labels is { } offered
            && !task.Options.Labels.All(offered.Contains))
        {
            Report("S6", $"{Name(e)} was handed to {e.WorkerName}, who does not offer all its labels.", task.LastEvent, e);
        }
        else if (task.IsWhole && task.State != TaskState.Ready)
        {
            Report("S3", $"{Name(e)} was handed out although it was {task.State}.", task.LastEvent, e);
        }
        else if ((task.Original ?? task) is var whole && (task.IsWhole || whole.Attempt > 0) && e.Attempt != whole.Attempt + 1)
        {
            Report("S4", $"Attempt {e.Attempt} of {Name(e)} follows attempt {whole.Attempt}.", task.LastEvent, e);
        }
        else if (_policy.HandsOutOnce
            && task.LastEvent?.Kind is EventKind.Expired or EventKind.Lost or EventKind.Failed or EventKind.Released)
        {
            Report("S4", $"A share is handed out once, and {Name(e)} again.", task.LastEvent, e);
        }
        else if (_policy.IsReplicated && Rival(task, e) is { } rival)
        {
            Report("S4", $"{Name(e)} was handed to {e.WorkerName}, who has replica {rival.Replica} of it.", rival.LastEvent, e);
        }
        else if (task.IsWhole && task.Charges >= CapOf(task))
        {
            Report("L4", $"{Name(e)} was handed out after {task.Charges} failed attempts.", task.LastEvent, e);
        }
        else if (IsSealed)
        {
            Report("S2", $"{Name(e)} was handed out after the end or the stop.", _ended ?? _stopping, e);
        }
        else
        {
            bool runsNow = Fold.Worker(e.Worker) is null or { Held.Count: 0 };
            CheckDeadline(e, LeaseEnd(task, e.Time, runsNow ? e.Time : null, WorkWith(e.Worker, task)), task);
        }
    }

    private void CheckAccepted(FoldedTask task, SaladEvent e)
    {
        bool held = task.IsHeldBy(e.Worker, e.Attempt);
        if (task.Knows(e.Attempt) && task.IssuedTo(e.Attempt)?.Id != e.Worker)
        {
            Report("S13", $"Attempt {e.Attempt} of {Name(e)} was never issued to {e.WorkerName}.", task.LastEvent, e);
        }
        else if (!held && (e.Kind == EventKind.Accepted || _policy.LateResult != LateResult.FirstValid))
        {
            if (task.IsWhole || task.Attempt > 0)
            {
                Report("S5", $"Attempt {e.Attempt} of {Name(e)} was not alive and counted.", task.LastEvent, e);
            }
        }
        else if (e.Kind == EventKind.LateAccepted && _policy.LateResult == LateResult.Discard)
        {
            Report("S5", $"A late result of {Name(e)} counted, against the policy.", task.LastEvent, e);
        }
        else if (Fold.EndReason != EndReason.None)
        {
            Report("S2", $"A result of {Name(e)} was accepted after the end.", _ended, e);
        }
        else if (e.Kind == EventKind.Accepted)
        {
            CheckAlive(task, e);
        }
    }

    private void CheckMoved(FoldedTask task, SaladEvent e)
    {
        TaskState from = e.Kind switch
        {
            EventKind.Unblocked => TaskState.Blocked,
            EventKind.Delayed when task.State == TaskState.Blocked => TaskState.Blocked,
            EventKind.Restarted => TaskState.Dead,
            _ => TaskState.Ready,
        };
        bool fromAny = e.Kind == EventKind.Died && (task.Replicas.Count > 0 || e.Detail == nameof(DeathCause.Withdrawn));
        if (task.IsWhole && task.State != from && !(fromAny && task.State != TaskState.Dead))
        {
            Report("S3", $"{Name(e)} was {task.State}, and then: {e.Kind}.", task.LastEvent, e);
        }
        else if (e.Kind is EventKind.Unblocked or EventKind.Delayed && FirstMissing(task) is { } missing)
        {
            Report("S6", $"{Name(e)} was unblocked before task {missing} was done.", task.LastEvent, e);
        }
        else if (e.Kind == EventKind.Unblocked && e.Time < EarliestFor(task))
        {
            Report("S6", $"{Name(e)} was unblocked before its time.", task.LastEvent, e);
        }
        else if (e.Kind == EventKind.Delayed && task.IsWhole && e.Deadline != EarliestFor(task))
        {
            Report("S6", $"{Name(e)} waits until another time than the policy says.", task.LastEvent, e);
        }
        else if (e.Kind == EventKind.Died && task.IsWhole && !MayDie(task, e))
        {
            Report("S15", $"{Name(e)} died ({e.Detail}) after {task.Charges} failed attempts.", task.LastEvent, e);
        }
    }

    /// <summary>After how many failed attempts the task is dead.</summary>
    private int? CapOf(FoldedTask task) =>
        task.Options.MaxAttempts is { } own ? (own == 0 ? null : own) : _policy.MaxAttempts;

    /// <summary>Before when it must not be handed out: its delay, or the wait after its last failed attempt.</summary>
    private TimeSpan EarliestFor(FoldedTask task)
    {
        if (task.ChargedAt is not { } failed || !task.IsWhole)
        {
            return task.NotBefore ?? TimeSpan.Zero;
        }

        double wait = _policy.RetryDelay.Ticks * Math.Pow(2, task.ChargesThen - 1);
        return failed + TimeSpan.FromTicks((long)Math.Min(wait, _policy.LongestRetryDelay.Ticks));
    }

    private bool MayDie(FoldedTask task, SaladEvent e) => e.Detail switch
    {
        nameof(DeathCause.TooLarge) => task.DependsOn.Count > 0,
        nameof(DeathCause.ShareLost) => _policy.HandsOutOnce,
        nameof(DeathCause.NoQuorum) => IsHopeless(task),
        nameof(DeathCause.Withdrawn) => Fold.EndReason == EndReason.None,
        _ => task.Charges >= CapOf(task),
    };

    /// <summary>The first dependency that is known and not done.</summary>
    private int? FirstMissing(FoldedTask task)
    {
        for (int i = 0; i < task.DependsOn.Count; i++)
        {
            FoldedTask? needed = Fold.Task(task.DependsOn[i]);
            if (needed is null ? _complete : needed.State != TaskState.Done)
            {
                return task.DependsOn[i];
            }
        }

        return null;
    }

    private static string Name(SaladEvent e) => $"{e.TaskName} (T-{e.TaskId:00})";
}
