using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.History;

public sealed partial class HistoryChecker
{
    /// <summary>What happens to a lease happens to the live one, and in its time.</summary>
    private void CheckLease(FoldedTask task, SaladEvent e)
    {
        if (!task.IsHeldBy(e.Worker, e.Attempt))
        {
            if (task.IsWhole || task.Attempt > 0)
            {
                Report("S5", $"Attempt {e.Attempt} of {Name(e)} was not alive, and then: {e.Kind}.", task.LastEvent, e);
            }

            return;
        }

        switch (e.Kind)
        {
            case EventKind.Expired:
                if (!(e.Time >= task.Deadline))
                {
                    Report("S9", $"The lease of {Name(e)} expired before its deadline.", task.LastEvent, e);
                }
                else if (e.Time > task.Deadline + _slack)
                {
                    Report("L2", $"That the lease of {Name(e)} had ended was noticed late.", task.LastEvent, e);
                }

                break;
            case EventKind.Lost:
                if (task.Holder!.State != WorkerState.Lost || _policy.OnDisconnect == DisconnectPolicy.Ignore)
                {
                    Report("S9", $"The lease of {Name(e)} ended although its holder was not lost.", task.LastEvent, e);
                }

                break;
            case EventKind.Started when task.Running:
                Report("S3", $"{Name(e)} began twice.", task.LastEvent, e);
                break;
            case EventKind.Started:
                CheckDeadline(e, Earlier(task.Deadline ?? TimeSpan.MaxValue, RunEnd(task, e.Time)), task);
                break;
            case EventKind.Renewed:
                CheckDeadline(e, LeaseEnd(task, e.Time, task.Running ? task.RunningSince : null), task);
                break;
            default:
                CheckAlive(task, e);
                break;
        }
    }

    /// <summary>A new deadline is the one of the policy: an earlier one expires early, a later one detects late.</summary>
    private void CheckDeadline(SaladEvent e, TimeSpan expected, FoldedTask task)
    {
        TimeSpan deadline = e.Deadline ?? TimeSpan.MaxValue;
        if (!_complete && (_policy.RunLimit is not null || (!task.IsWhole && deadline < expected)))
        {
            return; // Whether it runs, and for how long it may, the forgotten events may have told.
        }

        if (deadline < expected)
        {
            Report("S9", $"The lease of {Name(e)} is shorter than the policy says.", task.LastEvent, e);
        }
        else if (deadline > expected)
        {
            Report("L2", $"The lease of {Name(e)} is longer than the policy says.", task.LastEvent, e);
        }
        else
        {
            CheckAlive(task, e);
        }
    }

    private void CheckAlive(FoldedTask task, SaladEvent e)
    {
        // Nobody was there to end it; and now it is renewed in the same moment in which it is served again.
        if (e.Kind == EventKind.Renewed && e.Time == _resumedAt)
        {
            return;
        }

        if (task.State == TaskState.Leased && e.Time >= task.Deadline)
        {
            Report("L2", $"The lease of {Name(e)} outlived its deadline: {e.Kind}.", task.LastEvent, e);
        }
    }

    private TimeSpan LeaseEnd(FoldedTask task, TimeSpan now, TimeSpan? runningSince, TimeSpan work = default)
    {
        TimeSpan end = _policy.Lease is { } lease ? now + lease + work : TimeSpan.MaxValue;
        return runningSince is { } since ? Earlier(end, RunEnd(task, since)) : end;
    }

    /// <summary>Of a share, where nothing renews a lease: how long its worker needs for what it holds and this task.</summary>
    private TimeSpan WorkWith(WorkerId worker, FoldedTask task)
    {
        if (_policy is not { Strategy: Strategy.Static, Renewal: false })
        {
            return TimeSpan.Zero;
        }

        TimeSpan work = task.Duration ?? TimeSpan.Zero;
        foreach (FoldedTask held in Fold.Worker(worker)?.Held ?? [])
        {
            work += held.Duration ?? TimeSpan.Zero;
        }

        return work * _timeScale;
    }

    private TimeSpan RunEnd(FoldedTask task, TimeSpan since)
    {
        TimeSpan? limit = task.Options.RunLimit is { } own ? own * _timeScale : _policy.RunLimit;
        return limit is null || task.Options.RunLimit == TimeSpan.Zero ? TimeSpan.MaxValue : since + limit.Value;
    }

    private static TimeSpan Earlier(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
