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

        return new Assignment(task.Id, 1, task.Name, duration.TotalMilliseconds)
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
            Keep(new Outcome(task.Task, null, $"The result has {length} bytes; the limit is {WorkerSteps.MaxResult}."));
            return;
        }

        Keep(new Outcome(task.Task, result));
        if (Strikes(CrashPoint.AfterSend))
        {
            Strike(task.Task);
        }
    }

    /// <summary>The work failed; the peer lives. It is not tried again: that is what became of the task.</summary>
    /// <param name="task">What <see cref="TryStart"/> gave.</param>
    /// <param name="error">What went wrong, for people.</param>
    public void Failed(Assignment task, string error)
    {
        if (Ends(task))
        {
            Keep(new Outcome(task.Task, null, error.Length <= MaxErrorLength ? error : error[..MaxErrorLength]));
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
            length += _outcomes[query.From + count].Result?.Text.Length ?? 0;
            if (count > 0 && length > MaxHarvestLength)
            {
                break;
            }

            count++;
        }

        return new Harvest(_outcomes.GetRange(query.From, count));
    }

    /// <summary>Puts a task on the list, unless it is there, or done.</summary>
    private void TakeUp(int task)
    {
        if (!_done.Contains(task) && _held.Add(task))
        {
            _waiting.Add(task);
        }
    }

    private void Keep(Outcome outcome)
    {
        _running = null;
        _held.Remove(outcome.Task);
        _outcomes.Add(outcome);
        _done.Add(outcome.Task);
        Say(outcome.Error is null ? WorkerLineKind.Sent : WorkerLineKind.Failed, outcome.Task, outcome.Error);
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
