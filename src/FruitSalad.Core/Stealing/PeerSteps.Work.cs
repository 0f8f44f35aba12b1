using System.Text;
using FruitSalad.Contract;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Stealing;

public sealed partial class PeerSteps
{
    private const int MaxHarvestCount = 1000;
    private const int MaxHarvestLength = 2 << 20;
    private const int MaxErrorLength = 4000;
    private readonly List<int> _waiting = [];

    /// <summary>What waits or runs.</summary>
    private readonly NumberSet _held = new();

    /// <summary>What it has done, in that order.</summary>
    private readonly List<Outcome> _outcomes = [];
    private readonly NumberSet _done = new();

    /// <summary>Of the tasks that it holds, the attempts that failed.</summary>
    private readonly Dictionary<int, List<FailedAttempt>> _failed = [];
    private int? _running;

    /// <summary>The task to work on now, if none is under way.</summary>
    public Assignment? TryStart(TimeSpan now)
    {
        if (Fate != Fate.Work || _running is not null || _waiting.Count == 0)
        {
            return null;
        }

        SaladTask task = _terms.Tasks[_waiting[0]];
        _waiting.RemoveAt(0);
        _running = task.Id;
        if (Strikes(CrashPoint.Holding))
        {
            Strike(task.Id);
            return null;
        }

        TimeSpan duration = task.Duration * _plan.Slowness;
        Say(WorkerLineKind.Preparing, task.Id, seconds: duration.TotalSeconds);
        if (Strikes(CrashPoint.MidWork))
        {
            // Somewhere in the middle; work of unknown length is struck within its first second.
            TimeSpan length = duration > TimeSpan.Zero ? duration : TimeSpan.FromSeconds(1);
            _crashAt = now + (length * _random.NextDouble());
        }

        return new Assignment(task.Id, AttemptOf(task.Id), task.Name, duration.TotalMilliseconds)
        {
            Payload = task.Payload is { } payload ? new JsonText(payload) : null,
        };
    }

    /// <summary>The work is done.</summary>
    /// <param name="task">What <see cref="TryStart"/> gave.</param>
    /// <param name="result">The result.</param>
    public void Finished(Assignment task, JsonText result)
    {
        if (!Ends(task))
        {
            return;
        }

        if (Strikes(CrashPoint.AfterWork))
        {
            Strike(task.Task);
            return;
        }

        int length = Encoding.UTF8.GetByteCount(result.Text);
        if (length > WorkerSteps.MaxResult)
        {
            Fail(task.Task, $"The result has {length} bytes; the limit is {WorkerSteps.MaxResult}.");
            return;
        }

        Keep(new Outcome(task.Task, result, _failed.GetValueOrDefault(task.Task)));
        if (Strikes(CrashPoint.AfterSend))
        {
            Strike(task.Task);
        }
    }

    /// <summary>The work failed; the peer lives. Unless it failed too often it is tried again, here or by a thief.</summary>
    /// <param name="task">What <see cref="TryStart"/> gave.</param>
    /// <param name="error">What went wrong, for people.</param>
    public void Failed(Assignment task, string error)
    {
        if (Ends(task))
        {
            Fail(task.Task, error.Length <= MaxErrorLength ? error : error[..MaxErrorLength]);
        }
    }

    /// <summary>`harvest`: the next outcomes, once everything is done; null: not now.</summary>
    public Harvest? Gather(HarvestQuery query)
    {
        if (!_ended || query.From >= _outcomes.Count)
        {
            return null;
        }

        int count = 0;
        long length = 0;
        while (query.From + count < _outcomes.Count && count < MaxHarvestCount)
        {
            length += LengthOf(_outcomes[query.From + count]);
            if (count > 0 && length > MaxHarvestLength)
            {
                break;
            }

            count++;
        }

        return new Harvest(_outcomes.GetRange(query.From, count));
    }

    private static long LengthOf(Outcome outcome) =>
        (outcome.Result?.Text.Length ?? 0) + (outcome.Failed?.Sum(failed => (long)failed.Error.Length) ?? 0);

    /// <summary>Puts a task on the list, unless it is there, or done.</summary>
    private bool TakeUp(int task)
    {
        bool isNew = !_done.Contains(task) && _held.Add(task);
        if (isNew)
        {
            _waiting.Add(task);
        }

        return isNew;
    }

    private void Fail(int task, string error)
    {
        Say(WorkerLineKind.Failed, task, error);
        Remember(new FailedAttempt(task, _self, error));
        if (_failed[task].Count >= _terms.MaxAttempts)
        {
            Keep(new Outcome(task, null, _failed[task]));
            return;
        }

        // Behind the others: the next thief may have more luck with it.
        _running = null;
        _waiting.Add(task);
    }

    private void Remember(FailedAttempt failed)
    {
        if (!_failed.TryGetValue(failed.Task, out List<FailedAttempt>? before))
        {
            _failed[failed.Task] = before = [];
        }

        before.Add(failed);
    }

    /// <summary>The how-many-eth attempt at it would be the next.</summary>
    private int AttemptOf(int task) => 1 + (_failed.GetValueOrDefault(task)?.Count ?? 0);

    private void Keep(Outcome outcome)
    {
        if (outcome.Result is not null)
        {
            Say(WorkerLineKind.Sent, outcome.Task);
        }

        _running = null;
        _held.Remove(outcome.Task);
        _failed.Remove(outcome.Task);
        _outcomes.Add(outcome);
        _done.Add(outcome.Task);
        EndIfAlone();
    }

    /// <summary>Whether this is the end of the running task's work - and not of the peer, if that was planned.</summary>
    private bool Ends(Assignment task)
    {
        if (Fate != Fate.Work || _running != task.Task || Stuck)
        {
            return false;
        }

        if (_crashAt is not null)
        {
            // The work was over before the moment planned for a failure in its middle: then at its end.
            _crashAt = null;
            Strike(task.Task);
            return false;
        }

        return true;
    }

    private bool Strikes(CrashPoint point) => _plan.Point == point && _random.Chance(_plan.Probability);

    /// <summary>The planned failure happens, here.</summary>
    private void Strike(int? task)
    {
        Say(WorkerLineKind.Alert, task, _plan.Kind.ToString());
        if (_plan.Kind == FailureKind.Stuck && _running is not null)
        {
            Stuck = true;
            return;
        }

        Fate = _plan.Kind == FailureKind.Crash ? Fate.Crash : Fate.Hang;
    }
}
