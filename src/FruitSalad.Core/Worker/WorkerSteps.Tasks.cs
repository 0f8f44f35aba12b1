using System.Text;
using FruitSalad.Contract;

namespace FruitSalad.Worker;

public sealed partial class WorkerSteps
{
    /// <summary>The task to work on now, if none is under way.</summary>
    public Assignment? TryStart(TimeSpan now)
    {
        if (_running is null)
        {
            _appetite.Ended(now);
        }

        if (Fate != Fate.Work || _running is not null || _waiting.Count == 0 || _draining || MustWait(_waiting[0]))
        {
            return null;
        }

        Assignment task = _waiting[0];
        _suspect = task.Attempt > 1;
        _appetite.Began(now);
        _waiting.RemoveAt(0);
        _running = task with { DurationMs = task.DurationMs * _plan.Slowness };
        if (_plan.Point == CrashPoint.Holding && _random.Chance(_plan.Probability))
        {
            Strike(task);
            return null;
        }

        Say(WorkerLineKind.Preparing, task, seconds: _running.DurationMs / 1000);
        if (_plan.Point == CrashPoint.MidWork && _random.Chance(_plan.Probability))
        {
            // Somewhere in the middle; work of unknown length is struck within its first second.
            double length = _running.DurationMs > 0 ? _running.DurationMs : 1000;
            _crashAt = now + TimeSpan.FromMilliseconds(_random.NextDouble() * length);
        }

        return _running;
    }

    /// <summary>The work is done.</summary>
    /// <param name="task">What <see cref="TryStart"/> gave.</param>
    /// <param name="result">The result, and the tasks that it brings along.</param>
    public void Finished(Assignment task, WorkResult result)
    {
        if (!IsRunning(task) || Stuck || StrikesAtTheLatest(task))
        {
            return;
        }

        if (_plan.Point == CrashPoint.AfterWork && _random.Chance(_plan.Probability))
        {
            Strike(task);
            return;
        }

        // Sent, it would break the connection, and be sent again on the next one for ever.
        if (result.Bytes is var length and > MaxResult)
        {
            GiveUpOn(task, $"The result has {length} bytes; the limit is {MaxResult}.");
            return;
        }

        if (result.Add.Count > MaxAddCount)
        {
            GiveUpOn(task, $"The result brings {result.Add.Count} new tasks; the limit is {MaxAddCount}.");
            return;
        }

        _running = null;
        Say(WorkerLineKind.Sent, task);
        _outbox.Add(new TaskResult(task.Task, task.Attempt, result.Result)
        {
            Add = result.Add.Count == 0 ? null : result.Add,
        });
    }

    /// <summary>The work failed; the worker lives.</summary>
    /// <param name="task">What <see cref="TryStart"/> gave.</param>
    /// <param name="error">What went wrong, for people.</param>
    public void Failed(Assignment task, string error)
    {
        if (!IsRunning(task) || Stuck || StrikesAtTheLatest(task))
        {
            return;
        }

        GiveUpOn(task, error.Length <= MaxErrorLength ? error : error[..MaxErrorLength]);
    }

    private bool MustWait(Assignment next) => (_suspect || next.Attempt > 1) && _outbox.Count + _failures.Count > 0;

    private void Take(Answer answer, TimeSpan now)
    {
        foreach ((string key, JsonText value) in answer.Shared ?? new Dictionary<string, JsonText>())
        {
            _shared[key] = value;
        }

        _askAt = null;
        if (!Holds && _terms?.HeartbeatMs is { } heartbeat)
        {
            _renewAt = now + TimeSpan.FromMilliseconds(heartbeat);
        }

        foreach (Assignment task in answer.Tasks ?? [])
        {
            Say(WorkerLineKind.Received, task);
            _waiting.Add(task.Shared is { } key && _shared.TryGetValue(key, out JsonText value)
                ? task with { SharedValue = value }
                : task);
        }
    }

    private void GiveUpOn(Assignment task, string error)
    {
        _running = null;
        Say(WorkerLineKind.Failed, task, error);
        _failures.Enqueue(new Failure(task.Task, task.Attempt, error));
    }

    /// <summary>The work was over before the moment planned for a failure in its middle: then at its end.</summary>
    private bool StrikesAtTheLatest(Assignment task)
    {
        if (_crashAt is null)
        {
            return false;
        }

        _crashAt = null;
        Strike(task);
        return true;
    }

    /// <summary>The planned failure happens, here.</summary>
    private void Strike(Assignment? task)
    {
        Say(WorkerLineKind.Alert, task, _plan.Kind.ToString());
        if (_plan.Kind == FailureKind.Stuck && _running is not null)
        {
            Stuck = true;
            return;
        }

        Fate = _plan.Kind == FailureKind.Crash ? Fate.Crash : Fate.Hang;
    }

    private bool IsRunning(Assignment task) =>
        _running is { } running && running.Task == task.Task && running.Attempt == task.Attempt;
}
