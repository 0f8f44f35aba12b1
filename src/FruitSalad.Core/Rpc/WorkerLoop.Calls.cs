using System.Runtime.ExceptionServices;
using FruitSalad.Contract;
using FruitSalad.Worker;
using StreamJsonRpc;

namespace FruitSalad.Rpc;

public sealed partial class WorkerLoop
{
    private void Call(MasterClient client, WorkerCall call)
    {
        _callUntil = Now + _options.CallTimeout + TimeSpan.FromMilliseconds(call.Ask?.WaitMs ?? 0);
        _ = AskMasterAsync(client, SayAsync(client, call), () => _callUntil = Never);
    }

    private void Renew(MasterClient client, Renewal renewal)
    {
        _renewUntil = Now + _options.CallTimeout;
        _ = AskMasterAsync(client, SayAsync(client, renewal), () => _renewUntil = Never);
    }

    /// <summary>Makes the call; answers what its reply means to the steps.</summary>
    private async Task<Action> SayAsync(MasterClient client, WorkerCall call)
    {
        if (call.Delivery is { } delivery)
        {
            Receipt receipt = await client.ReceiveResultAsync(delivery, default).ConfigureAwait(false);
            return () => _steps.Answered(delivery, receipt, Now);
        }

        if (call.Ask is { } ask)
        {
            Answer answer = await client.GiveTaskAsync(ask, default).ConfigureAwait(false);
            return () => _steps.Answered(answer, Now);
        }

        if (call.Failure is { } failure)
        {
            FailReceipt receipt = await client.FailTaskAsync(failure, default).ConfigureAwait(false);
            return () => _steps.Answered(receipt);
        }

        await client.GoodbyeAsync(default).ConfigureAwait(false);
        return _steps.SaidGoodbye;
    }

    private async Task<Action> SayAsync(MasterClient client, Renewal renewal)
    {
        Renewed renewed = await client.RenewLeaseAsync(renewal, default).ConfigureAwait(false);
        return () =>
        {
            if (_steps.Answered(renewed, Now))
            {
                _work.Cancel();
            }
        };
    }

    /// <summary>
    /// Posts what a call's reply means. A call whose connection breaks is said again on the next one; a refusal is not,
    /// since it would be refused again, for ever. (A call that gets no reply in time: see <see cref="Advance"/>.)
    /// </summary>
    private async Task AskMasterAsync(MasterClient client, Task<Action> call, Action over)
    {
        Action reply;
        try
        {
            reply = await call.ConfigureAwait(false);
        }
        catch (RemoteRpcException refused) when (RpcErrors.IsRefusal(refused))
        {
            Post(() => _steps.GiveUp(LeaveReason.Refused, refused.Message));
            return;
        }
        catch (RemoteRpcException answered) when (RpcErrors.CodeOf(answered) == RpcErrors.Unavailable)
        {
            Post(() => Reconnect(client, lives: true));
            return;
        }
        catch (Exception lost) when (lost is ConnectionLostException or ObjectDisposedException or OperationCanceledException
            or RemoteRpcException or IOException)
        {
            Post(() => Reconnect(client));
            return;
        }
        catch (Exception bug)
        {
            Post(() => ExceptionDispatchInfo.Throw(bug));
            return;
        }

        Post(() =>
        {
            if (client == _client)
            {
                _unheardSince = null;
                over();
                reply();
            }
        });
    }

    /// <summary>Goes on with the next master, and keeps what is in hand.</summary>
    /// <param name="broken">The connection that is of no use any more.</param>
    /// <param name="lives">Whether its master answered, if only that it cannot reach its store: that is worth waiting for.</param>
    private void Reconnect(MasterClient broken, bool lives = false)
    {
        if (broken != _client)
        {
            return;
        }

        _client = null;
        _callUntil = _renewUntil = Never;
        broken.Dispose();
        _steps.Disconnected();
        int place = _masters.ToList().IndexOf(broken.Address) + 1;
        _masters = [.. _masters.Skip(place), .. _masters.Take(place)];

        // A master that lets in and then breaks off without one answer is no better than none: pause, and give up in time.
        bool fruitless = _unheardSince is not null;
        _unheardSince = lives || !fruitless ? Now : _unheardSince;
        _ = ConnectAsync(fruitless ? FruitlessPause : TimeSpan.Zero, _end.Token);
    }

    private async Task ConnectAsync(TimeSpan pause, CancellationToken cancellation)
    {
        var hello = new Hello(Master.SaladMaster.Protocol, Role.Worker, [])
        {
            Worker = _options.Id.Value,
            Name = _options.Name,
            Pid = _options.ProcessId,
            Host = Environment.MachineName,
            Labels = _options.Labels,
        };
        var patience = new ConnectPatience(_options.GiveUpAfter - (Now - _unheardSince!.Value), _options.CallTimeout);
        try
        {
            await Task.Delay(pause, _time, cancellation).ConfigureAwait(false);
            MasterClient client = await MasterConnector.ConnectAsync(
                _masters, _options.Key, hello, patience, _time, cancellation).ConfigureAwait(false);
            if (!Post(() => Begin(client)))
            {
                client.Dispose();
            }
        }
        catch (OperationCanceledException)
        {
            // The worker ends.
        }
        catch (MasterUnreachableException lost)
        {
            Post(() => _steps.GiveUp(lost.MayPass ? LeaveReason.MasterLost : LeaveReason.Refused, lost.Message));
        }
        catch (Exception bug)
        {
            Post(() => ExceptionDispatchInfo.Throw(bug));
        }
    }

    private void Begin(MasterClient client)
    {
        _client = client;
        _steps.Welcomed(client.Welcome, Now);
        _ = client.Closed.ContinueWith(_ => Post(() => Reconnect(client)), TaskScheduler.Default);
    }
}
