using FruitSalad.Worker;

namespace FruitSalad.Stealing;

public sealed partial class PeerSteps
{
    /// <summary>The token while it is here.</summary>
    private Token? _token;

    /// <summary>The last round of this epoch whose token came by - or, of a leader, was begun.</summary>
    private long _round;
    private OpenCall? _pass;
    private TimeSpan? _passAt;
    private bool _ended;

    private bool Leads
    {
        get
        {
            int lowest = 0;
            while (_dead.Contains(lowest))
            {
                lowest++;
            }

            return lowest == _self;
        }
    }

    /// <summary>The next living peer of the ring; alone, itself.</summary>
    private int Successor
    {
        get
        {
            int peer = (_self + 1) % _terms.Peers;
            while (_dead.Contains(peer))
            {
                peer = (peer + 1) % _terms.Peers;
            }

            return peer;
        }
    }

    private TimeSpan? PassDue => IsAlone ? null : _pass is { } open ? open.SaidAt + _terms.Retry : _passAt;

    /// <summary>
    /// Whether the token may go on: in the round after a death, and once it tells of the end, at once; else when there is
    /// nothing to do here, so that it goes around no more often than something can have changed.
    /// </summary>
    private bool MayPass => _token is { } token
        && (token.Held is not null || token.Ended || (_running is null && _waiting.Count == 0));

    /// <summary>What to say to another peer now; ask until there is nothing more.</summary>
    public PeerCall? NextCall(TimeSpan now)
    {
        PeerCall? call = Fate != Fate.Work || IsAlone ? null : NextPass(now) ?? NextSteal(now);
        _said += call is null ? 0 : 1;
        return call;
    }

    /// <summary>`pass`: the peer before this one in the ring shows that it lives, and may pass the token.</summary>
    public Passed Pass(Pass pass, TimeSpan now)
    {
        Count(pass.From);
        Learn(pass.Dead, pass.From, now);
        if (Fate == Fate.Work && pass.Token is { } token && !_dead.Contains(pass.From) && _rules.IsCurrent(pass.Dead, _dead))
        {
            Receive(token);
        }

        return new Passed(_dead.Copy());
    }

    /// <summary>The answer to `pass`.</summary>
    public void Answered(PeerCall call, Passed passed, TimeSpan now)
    {
        Learn(passed.Dead, call.To, now);
        if (_pass?.Call.Number == call.Number)
        {
            _pass = null;
            _passAt = _terms.Lease is null ? null : now + _terms.Retry;
        }
    }

    /// <summary>Somebody has died, or everything begins.</summary>
    private void BeginEpoch(TimeSpan now)
    {
        bool first = _dead.Count == 0;
        _token = _rules.AfterDeath(_token ?? _pass?.Call.Pass?.Token);
        _round = 0;
        _ended = _ended && _rules.EndHolds;
        _pass = null;

        // The next one must hear of it, and tells the one after that.
        _passAt = first && _terms.Lease is null ? null : now;
        if (_steal is { } open && _dead.Contains(open.Call.To))
        {
            _steal = null;
        }

        if (IsAlone)
        {
            TakeUpMissing(_held, _done);
            EndIfAlone();
        }
        else if (Leads && _token is null)
        {
            _token = new Token(++_round, new NumberSet()) { Held = first ? null : new NumberSet() };
        }
    }

    private PeerCall? NextPass(TimeSpan now)
    {
        if (_pass is { } open && (open.Call.Pass!.Token is not null || !MayPass))
        {
            return now < open.SaidAt + _terms.Retry ? null : open.Again(now);
        }

        if (!MayPass && !(_passAt <= now))
        {
            return null;
        }

        long number = ++_calls;
        var pass = new Pass(_self, _dead.Copy(), MayPass ? Signed(_token!) : null);
        _token = pass.Token is null ? _token : null;
        _pass = new OpenCall(new PeerCall(Successor, number) { Pass = pass }, now);
        return _pass.Call;
    }

    /// <summary>The token with what this peer knows.</summary>
    private Token Signed(Token token)
    {
        NumberSet done = token.Done.Copy();
        done.UnionWith(_rules.Vouched(_done, _running));
        NumberSet? held = token.Held?.Copy();
        held?.UnionWith(_held);
        return token with { Done = done, Held = held };
    }

    /// <summary>The token comes by. A copy of one that was here says nothing new.</summary>
    private void Receive(Token token)
    {
        if (Leads)
        {
            if (token.Round == _round && _token is null)
            {
                Complete(token);
            }
        }
        else if (token.Round > _round)
        {
            _round = token.Round;
            _token = token;
            _ended |= token.Ended;
        }
    }

    /// <summary>The token is back at the leader, who began the round.</summary>
    private void Complete(Token token)
    {
        if (token.Ended)
        {
            return;
        }

        Token all = Signed(token);
        if (all.Held is { } held)
        {
            TakeUpMissing(held, all.Done);
        }
        else
        {
            _ended = all.Done.Count == _terms.Tasks.Count;
        }

        _token = new Token(++_round, new NumberSet()) { Ended = _ended };
    }

    private void TakeUpMissing(NumberSet held, NumberSet done)
    {
        for (int task = 0; task < _terms.Tasks.Count; task++)
        {
            if (_rules.IsMissing(task, held, done))
            {
                TakeUp(task);
            }
        }
    }

    /// <summary>Who is alone needs no ring to know.</summary>
    private void EndIfAlone() => _ended |= IsAlone && _done.Count == _terms.Tasks.Count;
}
