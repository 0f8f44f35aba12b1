using FruitSalad.Contract;

namespace FruitSalad.Worker;

public sealed partial class WorkerSteps
{
    private TimeSpan? _renewAt;

    /// <summary>What to say to the master next, when no such call is under way; null: nothing now.</summary>
    public WorkerCall? NextCall(TimeSpan now)
    {
        if (_terms is null || Fate != Fate.Work)
        {
            return null;
        }

        if (_failures.TryPeek(out Failure? failure))
        {
            return new WorkerCall { Failure = failure };
        }

        if (_outbox.Count > 0)
        {
            List<TaskResult> parcel = NextParcel();
            bool all = parcel.Count == _outbox.Count;
            return new WorkerCall { Delivery = new Delivery(parcel, all && WantsWork(now) ? NextAsk(0) : null) };
        }

        if (IsLeaving && _running is null)
        {
            return new WorkerCall { Goodbye = true };
        }

        // A question that waits at the master must not keep what is held from being sent: no wait while working.
        return WantsWork(now) && MayAsk() ? new WorkerCall { Ask = NextAsk(Holds ? 0 : _terms.LongPollMs) } : null;
    }

    /// <summary>The renewal that is due, when none is under way; null: none.</summary>
    public Renewal? NextRenewal(TimeSpan now)
    {
        if (_terms?.HeartbeatMs is not { } heartbeat || Fate != Fate.Work || !Holds || now < _renewAt)
        {
            return null;
        }

        _renewAt = now + TimeSpan.FromMilliseconds(heartbeat);
        return new Renewal([.. HeldInOrder().Select(task => new LeaseName(task.Task, task.Attempt))]);
    }

    /// <summary>The reply to `give_task`.</summary>
    public void Answered(Answer answer, TimeSpan now)
    {
        _asked = false;
        switch (answer.Kind)
        {
            case AnswerKind.Assigned:
                _request++;
                Take(answer.Tasks ?? [], now);
                break;
            case AnswerKind.Wait:
                // The request's number stays: it was not answered with leases.
                _askAt = now + Jitter(answer.RetryAfterMs ?? _terms!.PollMs);
                break;
            default:
                _dismissed = true;
                break;
        }
    }

    /// <summary>The reply to `receive_result`: whatever the verdicts are, these results are said.</summary>
    public void Answered(Delivery sent, Receipt receipt, TimeSpan now)
    {
        if (_plan is { Point: CrashPoint.AfterSend } && _random.Chance(_plan.Probability))
        {
            Strike(null);
            return;
        }

        _outbox.RemoveRange(0, sent.Results.Count);
        if (receipt.Next is { } next)
        {
            Answered(next, now);
        }
    }

    /// <summary>The reply to `fail_task`.</summary>
    public void Answered(FailReceipt receipt) => _failures.Dequeue();

    /// <summary>The reply to `goodbye`.</summary>
    public void SaidGoodbye() => Leave(_dismissed ? LeaveReason.Dismissed : LeaveReason.Drained);

    /// <summary>The reply to `renew_lease`.</summary>
    /// <returns>Whether the running task's lease is lost: the shell stops working on it.</returns>
    public bool Answered(Renewed renewed, TimeSpan now)
    {
        if (renewed.Drain)
        {
            Drain(now);
        }

        foreach (LeaseName lost in renewed.Lost)
        {
            _waiting.RemoveAll(task => task.Task == lost.Task && task.Attempt == lost.Attempt);
        }

        if (_running is { } running && renewed.Lost.Contains(new LeaseName(running.Task, running.Attempt)))
        {
            Say(WorkerLineKind.Lost, running);
            _running = null;
            _crashAt = null;
            Stuck = false;
            return true;
        }

        return false;
    }

    /// <summary>The call got no reply: its connection is gone. It is made again on the next one.</summary>
    public void Disconnected()
    {
        _terms = null;
        _asked = false;
        if (_dismissed)
        {
            // The master has nothing more for it, and may have closed: no need to look for it to say goodbye.
            Leave(LeaveReason.Dismissed);
        }
    }

    /// <summary>The oldest results, as many as one message may carry.</summary>
    private List<TaskResult> NextParcel()
    {
        int count = 0;
        long length = 0;
        while (count < _outbox.Count && count < MaxParcelCount && (count == 0 || length < MaxParcelLength))
        {
            length += _outbox[count++].Result.Text.Length;
        }

        return _outbox.GetRange(0, count);
    }

    /// <summary>Workers that poll must not come all at once for ever: up to a tenth more or less.</summary>
    private TimeSpan Jitter(double ms) => TimeSpan.FromMilliseconds(ms * (0.9 + (0.2 * _jitter.NextDouble())));

    private Ask NextAsk(double waitMs)
    {
        _askAt = null;
        return new Ask(_request + 1, _prefetch, waitMs);
    }

    private bool WantsWork(TimeSpan now) =>
        !IsLeaving && HeldCount() <= _prefetch / 2 && (_askAt is null || _askAt <= now || _outbox.Count > 0);

    /// <summary>Drawn once a question, not once a look at it.</summary>
    private bool MayAsk()
    {
        if (!_asked && _plan.Point == CrashPoint.BeforeAsk && _random.Chance(_plan.Probability))
        {
            Strike(null);
            return false;
        }

        return _asked = true;
    }

    private int HeldCount() => _waiting.Count + (_running is null ? 0 : 1);

    private IEnumerable<Assignment> HeldInOrder() => _running is null ? _waiting : _waiting.Prepend(_running);
}
