using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.History;

public sealed partial class HistoryChecker
{
    private TimeSpan? _lastSign;
    private SaladEvent? _ended;
    private SaladEvent? _stopping;

    /// <summary>Whether nothing may be handed out any more in this round.</summary>
    private bool IsSealed => Fold.Stopping || Fold.EndReason != EndReason.None;

    /// <summary>Whether nothing is left to do and nothing more will come, or whoever asked to stop need wait no longer.</summary>
    private bool IsOver => Fold.Counts is { Leased: 0, Surplus: 0 } && ((Fold.Closed && Fold.Counts is { Ready: 0, Delayed: 0 }) || Fold.Stopping);

    /// <summary>An answer to a worker's question, given after the events that were observed: may it leave? (S7)</summary>
    public void ObserveAnswer(WorkerId worker, in Claim answer)
    {
        bool right = answer switch
        {
            { Done: false } => true,
            { Reason: EndReason.None } when Fold.Worker(worker) is { IsDismissed: true } => true,
            { Reason: EndReason.None } => _policy.HandsOutOnce
                || (_policy.LeaveWhenDrained && Fold.Closed && Fold.Counts is { Ready: 0, Delayed: 0 }),
            { Reason: EndReason.Stopped } when Fold.Stopping => true,
            _ => answer.Reason == Fold.EndReason,
        };
        if (!right)
        {
            Report("S7", $"{Fold.Worker(worker)?.Name} was sent home ({answer.Reason}) before the end.", _last);
        }
    }

    /// <summary>The history is over, or complete so far.</summary>
    /// <param name="end">What is known beyond the events; null: L1 to L3 are not concluded.</param>
    public void Finish(HistoryEnd? end = null)
    {
        if (_complete && Fold.EndReason == EndReason.None && IsOver)
        {
            Report("S2", "The salad is over, and nobody announced it.", _last);
        }

        if (_policy.IsReplicated)
        {
            CheckNamed();
        }

        if (end is not null)
        {
            CheckDetection(end);
            CheckProgress(end);
            CheckSilence(end);
        }
    }

    private void CheckSalad(SaladEvent e)
    {
        switch (e.Kind)
        {
            case EventKind.Ended when Fold.EndReason != EndReason.None:
                Report("S2", $"The end of round {Fold.Round} was announced twice.", _ended, e);
                break;
            case EventKind.Ended:
                CheckEnd(e);
                _ended = e;
                break;
            case EventKind.Reopened when _complete && Fold.EndReason == EndReason.None:
                Report("S2", "A new round began before the end of the last one.", _last, e);
                break;
            case EventKind.Reopened:
                _ended = _stopping = null;
                break;
            case EventKind.Stopping:
                _stopping = e;
                break;
            case EventKind.Resumed:
                _resumedAt = e.Time;
                break;
        }
    }

    private void CheckEnd(SaladEvent e)
    {
        EndReason reason = EventFold.ReasonOf(e.Detail);
        if (reason == EndReason.Idle && Fold.Counts.Leased + Fold.Counts.Surplus > 0)
        {
            Report("L3", "The salad ended for want of workers while a lease was alive.", FirstLeased(), e);
        }
        else if (reason == EndReason.Idle && Fold.Counts.AreSuspended)
        {
            Report("L3", "The salad ended for want of workers while nothing was to do yet.", _last, e);
        }
        else if (_complete && !IsTrue(reason, e.Time))
        {
            Report("S2", $"The end was announced as {e.Detail}, and that is not so.", _last, e);
        }
    }

    private bool IsTrue(EndReason reason, TimeSpan now)
    {
        TaskCounts counts = Fold.Counts;
        bool nothingLeft = Fold.Closed && counts is { Ready: 0, Leased: 0, Delayed: 0, Surplus: 0 };
        return reason switch
        {
            EndReason.Completed => nothingLeft && counts.Done == Fold.TaskCount,
            EndReason.Failed => nothingLeft && counts.Dead > 0,
            EndReason.Stopped => Fold.Stopping && (counts is { Leased: 0, Surplus: 0 } || Fold.StopForced),
            EndReason.Idle => _policy.IdleLimit is { } limit && !(now < _lastSign + Patience(limit)),
            _ => false,
        };
    }

    /// <summary>Until anybody has come, the start's grace counts too.</summary>
    private TimeSpan Patience(TimeSpan limit) =>
        Fold.Workers.Count > 0 || limit > _policy.StartGrace ? limit : _policy.StartGrace;

    /// <summary>L2: a lease whose deadline passed was noticed.</summary>
    private void CheckDetection(HistoryEnd end)
    {
        foreach (FoldedTask task in Fold.InProgress)
        {
            if (task.Deadline + end.Slack < end.At)
            {
                Report("L2", $"The lease of {task.Name} (T-{task.Id:00}) never expired.", task.LastEvent);
            }
        }
    }

    /// <summary>L1: with one healthy worker and a lease everything that can be done gets done.</summary>
    private void CheckProgress(HistoryEnd end)
    {
        TaskCounts counts = Fold.Counts;
        bool unfinished = counts.Ready + counts.Leased + counts.Delayed + counts.Surplus > 0 || (counts.Blocked > 0 && counts.Dead == 0);
        if (end.HealthyWorker && _policy.Lease is not null && !Fold.Stopping && unfinished)
        {
            Report("L1", $"A healthy worker was there, and {counts.Total - counts.Done} tasks were never done.", _last);
        }
    }

    /// <summary>L3: with a lease, the salad ends within the idle limit when nobody is left.</summary>
    private void CheckSilence(HistoryEnd end)
    {
        bool gone = Fold.Workers.All(worker => worker.State is not (WorkerState.Waiting or WorkerState.Working));
        TimeSpan? silentSince = end.LastSignOfLife > _lastSign ? end.LastSignOfLife : _lastSign;
        if (_policy.Lease is not null && Fold.Counts is { Leased: 0, Surplus: 0, AreSuspended: false } && Fold.EndReason == EndReason.None
            && (gone || end.LastSignOfLife is not null) && silentSince + _policy.IdleLimit + end.Slack < end.At)
        {
            Report("L3", "Nobody was left, and the salad did not end.", _last);
        }
    }

    /// <summary>
    /// The countdown begins at the epoch, and again with whatever a worker does, with the last lease's end, and when
    /// there is something to do after all that was left had to wait for its time.
    /// </summary>
    private void HearLife(SaladEvent e, bool suspended)
    {
        bool heard = e.Kind switch
        {
            EventKind.WorkerDisconnected or EventKind.WorkerLost or EventKind.WorkerDismissed or EventKind.Refused
                or EventKind.Died or EventKind.Delayed or EventKind.Disagreed => false,
            EventKind.Expired or EventKind.Lost or EventKind.Spared => Fold.Counts is { Leased: 0, Surplus: 0 },
            EventKind.Reopened or EventKind.Resumed => true,
            _ => !e.Worker.IsNone || (suspended && Fold.Counts.Ready > 0),
        };
        if (heard)
        {
            _lastSign = e.Time;
        }
    }

    private SaladEvent? FirstLeased()
    {
        foreach (FoldedTask task in Fold.InProgress)
        {
            return task.LastEvent;
        }

        return null;
    }
}
