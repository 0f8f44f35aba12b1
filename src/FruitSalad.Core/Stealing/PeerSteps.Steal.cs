using FruitSalad.Worker;

namespace FruitSalad.Stealing;

public sealed partial class PeerSteps
{
    private const int LongestPause = 8;

    /// <summary>The last answer to each thief.</summary>
    private readonly Dictionary<int, (long Number, int[] Tasks, FailedAttempt[]? Failed)> _grants = [];

    /// <summary>Who had nothing to give since this peer had something to do.</summary>
    private readonly NumberSet _poor = new();
    private OpenCall? _steal;
    private TimeSpan _stealAt;
    private TimeSpan _pause;
    private bool _asks;

    private bool WantsWork => _running is null && _waiting.Count == 0 && !_ended && !IsAlone;

    private TimeSpan? StealDue => _steal is { } open ? open.SaidAt + _terms.Retry : WantsWork ? _stealAt : null;

    /// <summary>`steal`: another peer asks for tasks.</summary>
    public Loot Steal(StealRequest request, TimeSpan now)
    {
        Count(request.Thief);
        Learn(request.Dead, request.Thief, now);
        if (Fate != Fate.Work || _dead.Contains(request.Thief))
        {
            return new Loot([], _dead.Copy());
        }

        (long last, int[] tasks, FailedAttempt[]? failed) = _grants.GetValueOrDefault(request.Thief, (0, [], null));
        if (_rules.IsRepeated(request.Number, last))
        {
            return new Loot(tasks, _dead.Copy(), failed);
        }

        if (request.Number < last)
        {
            // A stray copy of an older request: nobody waits for its answer, so it must not get anything.
            return new Loot([], _dead.Copy());
        }

        tasks = _rules.Take(_waiting, _terms.Fraction);
        failed = HandOver(tasks);
        _grants[request.Thief] = (request.Number, tasks, failed);
        return new Loot(tasks, _dead.Copy(), failed);
    }

    /// <summary>The answer to `steal`.</summary>
    public void Answered(PeerCall call, Loot loot, TimeSpan now)
    {
        Learn(loot.Dead, call.To, now);
        if (Fate != Fate.Work || _steal?.Call.Number != call.Number)
        {
            // It was answered already, or its victim is dead: then others do what was on its way.
            return;
        }

        _steal = null;
        if (loot.Tasks.Count > 0)
        {
            _poor.Clear();
            _pause = _terms.Pause;
            _asks = false;
            Receive(loot);
            return;
        }

        _poor.Add(call.To);
        if (Rich() == 0)
        {
            // Nobody has anything. Not for ever: somebody may die, and leave a share.
            _poor.Clear();
            _stealAt = now + (_pause * (0.9 + (0.2 * _luck.NextDouble())));
            _pause = _pause < _terms.Pause * LongestPause ? _pause * 2 : _pause;
        }
    }

    /// <summary>These tasks are another one's from now on.</summary>
    /// <returns>What failed of them here and before; null: nothing.</returns>
    private FailedAttempt[]? HandOver(int[] tasks)
    {
        FailedAttempt[] failed = [.. tasks.SelectMany(task => _failed.GetValueOrDefault(task) ?? [])];
        foreach (int task in tasks)
        {
            _held.Remove(task);
            _failed.Remove(task);
        }

        return failed.Length > 0 ? failed : null;
    }

    private void Receive(Loot loot)
    {
        NumberSet taken = new();
        foreach (int task in loot.Tasks)
        {
            Say(WorkerLineKind.Received, task);
            if (TakeUp(task))
            {
                taken.Add(task);
            }
        }

        foreach (FailedAttempt failed in loot.Failed ?? [])
        {
            if (taken.Contains(failed.Task))
            {
                Remember(failed);
            }
        }
    }

    private PeerCall? NextSteal(TimeSpan now)
    {
        if (_steal is { } open)
        {
            if (now < open.SaidAt + _terms.Retry)
            {
                return null;
            }

            if (_rules.Repeats)
            {
                return open.Again(now);
            }

            _steal = null;
        }

        if (!WantsWork || now < _stealAt)
        {
            return null;
        }

        // Drawn once each time that it needs work, however many it has to ask.
        if (!_asks && Strikes(CrashPoint.BeforeAsk))
        {
            Strike(null);
            return null;
        }

        _asks = true;
        if (Rich() == 0)
        {
            // The last one that was still to be asked is dead.
            _poor.Clear();
        }

        long number = ++_calls;
        var request = new StealRequest(_self, number, _dead.Copy());
        _steal = new OpenCall(new PeerCall(Victim(), number) { Steal = request }, now);
        return _steal.Call;
    }

    /// <summary>How many may have something to give.</summary>
    private int Rich()
    {
        int count = 0;
        for (int peer = 0; peer < _terms.Peers; peer++)
        {
            count += IsRich(peer) ? 1 : 0;
        }

        return count;
    }

    private bool IsRich(int peer) => peer != _self && !_dead.Contains(peer) && !_poor.Contains(peer);

    /// <summary>One of those, each equally likely.</summary>
    private int Victim()
    {
        int skip = _luck.Next(Rich());
        int peer = 0;
        while (!IsRich(peer) || skip-- > 0)
        {
            peer++;
        }

        return peer;
    }
}
