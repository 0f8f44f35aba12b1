using FruitSalad.Contract;
using FruitSalad.Worker;

namespace FruitSalad.Simulation;

internal sealed partial class SimulatedWorker
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private SimulatedConnection? _connection;
    private SimulatedConnection? _opening;
    private Request? _call;
    private Request? _renewal;
    private TimeSpan _lostAt;
    private TimeSpan _pause;

    /// <summary>The master has welcomed it on this connection.</summary>
    public void Begin(SimulatedConnection connection, Welcome welcome)
    {
        if (connection != _opening || _ended)
        {
            connection.Close(exited: false);
            return;
        }

        _opening = null;
        _connection = connection;
        _steps.Welcomed(welcome, Now);
        Advance();
    }

    /// <summary>Nobody listens there: again, after a pause of which half is chance.</summary>
    public void Refused(SimulatedConnection connection)
    {
        if (connection == _opening)
        {
            TimeSpan pause = _pause * (0.5 + (0.5 * _chance.NextDouble()));
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            _run.Agenda.Add(Now + pause, new Moment(Actor, () => Knock(connection)));
        }
    }

    /// <summary>A reply arrives. One to a call that is over, or was answered already, says nothing.</summary>
    public void Replied(Request request, object? reply)
    {
        if (request.Connection != _connection || _ended)
        {
            return;
        }

        if (request == _renewal)
        {
            _renewal = null;
            if (_steps.Answered((Renewed)reply!, Now))
            {
                StopWork();
            }
        }
        else if (request == _call)
        {
            _call = null;
            Hear(request.Message, reply);
        }

        Advance();
    }

    /// <summary>The connection is gone: a new one, on which everything unanswered is said again.</summary>
    public void Lose(SimulatedConnection broken)
    {
        if (broken == _connection)
        {
            Reconnect(broken);
            Advance();
        }
    }

    private void Reconnect(SimulatedConnection broken)
    {
        _connection = null;
        _call = _renewal = null;
        broken.Close(exited: false);
        _steps.Disconnected();
        Connect();
    }

    private void Connect()
    {
        _lostAt = Now;
        _pause = FirstPause;
        Knock(_opening);
    }

    /// <summary>Tries to connect, unless a later attempt has begun or the time for it is over.</summary>
    private void Knock(SimulatedConnection? before)
    {
        if (before != _opening || _connection is not null || _ended)
        {
            return;
        }

        if (Now - _lostAt >= GiveUpAfter)
        {
            _opening = null;
            _steps.GiveUp();
            End();
            return;
        }

        SimulatedConnection connection = _opening = new SimulatedConnection(_run, this);
        connection.Knock();
        if (!_run.Plan.Channel.IsPerfect)
        {
            _run.Agenda.Add(Now + CallTimeout, new Moment(Actor, () => Knock(connection)));
        }
    }

    private void Speak(SimulatedConnection connection)
    {
        if (_renewal is null && _steps.NextRenewal(Now) is { } renewal)
        {
            _renewal = Say(connection, renewal, Now + CallTimeout);
        }

        if (_call is null && _steps.NextCall(Now) is { } call)
        {
            TimeSpan wait = TimeSpan.FromMilliseconds(call.Ask?.WaitMs ?? 0);
            _call = Say(connection, Request.MessageOf(call), Now + CallTimeout + wait);
            if (_plan.Confusion > 0 && _chance.Chance(_plan.Confusion))
            {
                connection.Send(new Request(connection, Nonsense(), Now));
            }
        }
    }

    private Request Say(SimulatedConnection connection, object message, TimeSpan deadline)
    {
        object? said = _run.Plan.Misspoken is { } wrong ? wrong(message) : message;
        var request = new Request(connection, said ?? message, deadline);
        if (said is not null)
        {
            connection.Send(request);
        }

        return request;
    }

    private void Hear(object message, object? reply)
    {
        switch (message)
        {
            case Ask:
                _steps.Answered((Answer)reply!, Now);
                break;
            case Delivery delivery:
                _steps.Answered(delivery, (Receipt)reply!, Now);
                break;
            case Failure:
                _steps.Answered((FailReceipt)reply!);
                break;
            default:
                _steps.SaidGoodbye();
                break;
        }
    }

    /// <summary>Something about an attempt that is somebody else's, is over, or never was.</summary>
    private object Nonsense()
    {
        int task = _chance.Next(_run.Plan.Recipe.Tasks.Count + 1);
        int attempt = _chance.Next(4);
        return _chance.Next(4) switch
        {
            0 => new Delivery([new TaskResult(task, attempt, SimulatedName.Result)]),
            1 => new Renewal([new LeaseName(task, attempt)]),
            2 => new Failure(task, attempt, "confused"),
            _ => new Held([new LeaseName(task, attempt)]),
        };
    }

    private bool Overdue() => _call?.Deadline <= Now || _renewal?.Deadline <= Now;
}
