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
            if (Lingers(now))
            {
                return null;
            }

            _sendAt = null;
            List<TaskResult> parcel = NextParcel();
            bool asks = parcel.Count == _outbox.Count && WantsWork(now) && !DiesAsking();
            return new WorkerCall { Delivery = new Delivery(parcel, asks ? NextAsk(0) : null) };
        }

        if (IsLeaving && _running is null && (_draining || _waiting.Count == 0))
        {
            return new WorkerCall { Goodbye = true };
        }

        if (!WantsWork(now))
        {
            return null;
        }

        if (DiesAsking())
        {
            _diesAsking = false;
            Strike(_running);
            return null;
        }

        // A question that waits at the master must not keep what is held from being sent: no wait while working.
        return new WorkerCall { Ask = NextAsk(Holds ? 0 : _terms.LongPollMs) };
    }

    /// <summary>The renewal that is due, when none is under way; null: none.</summary>
    public Renewal? NextRenewal(TimeSpan now)
    {
        if (_terms?.HeartbeatMs is not { } heartbeat || Fate != Fate.Work || !Holds || !(_renewAt <= now))
        {
            return null;
        }

        _renewAt = now + TimeSpan.FromMilliseconds(heartbeat);
        return new Renewal([.. HeldInOrder().Select(NameOf)]);
    }

    /// <summary>The reply to `give_task`.</summary>
    public void Answered(Answer answer, TimeSpan now)
    {
        switch (answer.Kind)
        {
            case AnswerKind.Assigned:
                _request++;
                Take(answer, now);
                break;
            case AnswerKind.Wait:
                // The request's number stays: it was not answered with leases.
                _askAt = now + Jitter(answer.RetryAfterMs ?? _terms!.PollMs);
                break;
            default:
                Dismiss(answer.Reason, now);
                break;
        }
    }

    /// <summary>The reply to `receive_result`: whatever the verdicts are, these results are said.</summary>
    public void Answered(Delivery sent, Receipt receipt, TimeSpan now)
    {
        // Drawn for each result, so that it does not matter how many happened to travel together.
        if (_plan.Point == CrashPoint.AfterSend && sent.Results.Any(_ => _random.Chance(_plan.Probability)))
        {
            Strike(_running);
        }

        if (Fate != Fate.Work)
        {
            return;
        }

        _outbox.RemoveRange(0, sent.Results.Count);
        if (receipt.Next is { } next)
        {
            Answered(next, now);
        }
    }

    /// <summary>The reply to `fail_task`.</summary>
    public void Answered(FailReceipt receipt)
    {
        _failures.Dequeue();
        _askAt = null;
    }

    /// <summary>The reply to `goodbye`.</summary>
    public void SaidGoodbye() => Leave(_dismissed ? LeaveReason.Dismissed : LeaveReason.Drained);

    /// <summary>The reply to `renew_lease`.</summary>
    /// <returns>Whether the running task's lease is lost: the shell stops working on it.</returns>
    public bool Answered(Renewed renewed, TimeSpan now)
    {
        _waiting.RemoveAll(task => renewed.Lost.Contains(NameOf(task)));

        bool lost = _running is { } running && renewed.Lost.Contains(NameOf(running));
        if (lost)
        {
            Say(WorkerLineKind.Lost, _running);
            _running = null;
            _crashAt = null;
            _askAt = null;
            Stuck = false;
        }

        if (renewed.Drain)
        {
            Drain(now);
        }

        return lost;
    }

    /// <summary>The call got no reply: its connection is gone. It is made again on the next one.</summary>
    public void Disconnected()
    {
        _terms = null;
        LeaveIfOver();
    }

    /// <summary>Nothing more to ask for. What is held still counts, unless the salad has ended.</summary>
    private void Dismiss(DoneReason? why, TimeSpan now)
    {
        _dismissed = true;
        if (why == DoneReason.Stopped)
        {
            // The end waits for what runs, not for what was not begun.
            Drain(now);
        }
        else if (why != DoneReason.Drained)
        {
            _waiting.Clear();
            _outbox.Clear();
            _failures.Clear();
            _running = null;
            _crashAt = null;
        }
    }

    /// <summary>
    /// Whether results wait a moment for others. Not where the worker has nothing else to do, needs more work, or may not
    /// go on before they are acknowledged.
    /// </summary>
    private bool Lingers(TimeSpan now)
    {
        if (_appetite.Linger is not { } linger || IsLeaving || HeldCount() <= Appetite / 2
            || (_running is null && MustWait(_waiting[0])))
        {
            return false;
        }

        _sendAt ??= now + linger;
        return now < _sendAt;
    }

    /// <summary>The oldest results, as many as one message may carry.</summary>
    private List<TaskResult> NextParcel()
    {
        int count = 0;
        long length = 0;
        while (count < _outbox.Count && count < MaxParcelCount)
        {
            length += LengthOf(_outbox[count]);
            if (count > 0 && length > MaxParcelLength)
            {
                break;
            }

            count++;
        }

        return _outbox.GetRange(0, count);
    }

    private static long LengthOf(TaskResult result) => new WorkResult(result.Result) { Add = result.Add ?? [] }.Length;

    /// <summary>Workers that poll must not come all at once for ever: up to a tenth more or less.</summary>
    private TimeSpan Jitter(double ms) => TimeSpan.FromMilliseconds(ms * (0.9 + (0.2 * _jitter.NextDouble())));

    private Ask NextAsk(double waitMs)
    {
        _askAt = null;
        return new Ask(_request + 1, Appetite, waitMs);
    }

    private bool WantsWork(TimeSpan now) =>
        !IsLeaving && HeldCount() <= Appetite / 2 && (_askAt is null || _askAt <= now || _outbox.Count > 0);

    /// <summary>
    /// Drawn once a question, however often it is looked at or asked again: neither polls nor lost connections change
    /// where a worker fails.
    /// </summary>
    private bool DiesAsking()
    {
        if (_plan.Point == CrashPoint.BeforeAsk && _drawnFor <= _request)
        {
            _drawnFor = _request + 1;
            _diesAsking = _random.Chance(_plan.Probability);
        }

        return _diesAsking;
    }

    /// <summary>A lease that is not renewed would end while others are worked on first: then one task at a time.</summary>
    private int Appetite => _terms is { LeaseMs: not null, HeartbeatMs: null } ? 1 : _appetite.Count;

    private static LeaseName NameOf(Assignment task) => new(task.Task, task.Attempt);

    private int HeldCount() => _waiting.Count + (_running is null ? 0 : 1);

    private IEnumerable<Assignment> HeldInOrder() => _running is null ? _waiting : _waiting.Prepend(_running);
}
