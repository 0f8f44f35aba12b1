using System.Runtime.ExceptionServices;
using FruitSalad.Contract;
using FruitSalad.Worker;
using StreamJsonRpc;

namespace FruitSalad.Rpc;

public sealed partial class WorkerLoop
{
    private void Call(MasterClient client, WorkerCall call)
    {
        _calling = true;
        _ = AwaitCallAsync(client, call);
    }

    private async Task AwaitCallAsync(MasterClient client, WorkerCall call)
    {
        TimeSpan wait = TimeSpan.FromMilliseconds(call.Ask?.WaitMs ?? 0);
        await AskMasterAsync(client, _options.CallTimeout + wait, () => _calling = false, async cancellation =>
        {
            if (call.Ask is { } ask)
            {
                Answer answer = await client.GiveTaskAsync(ask, cancellation).ConfigureAwait(false);
                return () => _steps.Answered(answer, Now);
            }

            if (call.Delivery is { } delivery)
            {
                Receipt receipt = await client.ReceiveResultAsync(delivery, cancellation).ConfigureAwait(false);
                return () => _steps.Answered(delivery, receipt, Now);
            }

            if (call.Failure is { } failure)
            {
                FailReceipt receipt = await client.FailTaskAsync(failure, cancellation).ConfigureAwait(false);
                return () => _steps.Answered(receipt);
            }

            await client.GoodbyeAsync(cancellation).ConfigureAwait(false);
            return _steps.SaidGoodbye;
        }).ConfigureAwait(false);
    }

    private void Renew(MasterClient client, Renewal renewal)
    {
        _renewing = true;
        _ = AskMasterAsync(client, _options.CallTimeout, () => _renewing = false, async cancellation =>
        {
            Renewed renewed = await client.RenewLeaseAsync(renewal, cancellation).ConfigureAwait(false);
            return () =>
            {
                if (_steps.Answered(renewed, Now))
                {
                    _work?.Cancel();
                }
            };
        });
    }

    /// <summary>
    /// Makes a call and posts what its reply means. A call that gets no reply in time, or whose connection breaks, ends
    /// the connection: everything unanswered is said again on the next one.
    /// </summary>
    private async Task AskMasterAsync(
        MasterClient client, TimeSpan timeout, Action over, Func<CancellationToken, Task<Action>> ask)
    {
        Action reply;
        try
        {
            reply = await WithinAsync(ask, timeout).ConfigureAwait(false);
        }
        catch (Exception lost) when (lost is ConnectionLostException or ObjectDisposedException or OperationCanceledException
            or TimeoutException or RemoteRpcException or IOException)
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
                over();
                reply();
            }
        });
    }

    private async Task<Action> WithinAsync(Func<CancellationToken, Task<Action>> ask, TimeSpan timeout)
    {
        // No cancellation source a call: a call that is never answered ends with its connection anyway.
        return await ask(CancellationToken.None).WaitAsync(timeout, _time).ConfigureAwait(false);
    }

    private void Reconnect(MasterClient broken)
    {
        if (broken != _client)
        {
            return;
        }

        _client = null;
        _calling = _renewing = false;
        broken.Dispose();
        _steps.Disconnected();
        Connect();
    }

    private void Connect() => _ = ConnectAsync(_end.Token);

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        var hello = new Hello(Master.SaladMaster.Protocol, Role.Worker, [])
        {
            Worker = _options.Id.Value,
            Name = _options.Name,
            Pid = _options.ProcessId,
            Host = Environment.MachineName,
        };
        try
        {
            MasterClient? client = await MasterConnector.ConnectAsync(
                _options.Masters, _options.Key, hello, _options.GiveUpAfter, _time, cancellation).ConfigureAwait(false);
            Post(client is null ? _steps.GiveUp : () => Begin(client));
        }
        catch (OperationCanceledException)
        {
            // The worker ends.
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
