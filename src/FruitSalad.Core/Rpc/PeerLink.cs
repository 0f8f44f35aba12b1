using System.Net.Sockets;
using FruitSalad.Contract;

namespace FruitSalad.Rpc;

/// <summary>
/// One peer's way to another: connects when there is something to say, and again when the connection has ended. Where
/// nobody listens any more the other one's process is gone, and that is told.
/// </summary>
/// <param name="address">Where the other one listens.</param>
/// <param name="key">The worker's secret.</param>
/// <param name="gone">Called once nobody listens there.</param>
internal sealed class PeerLink(MasterAddress address, byte[] key, Action gone) : IDisposable
{
    /// <summary>A process that ends closes its port a moment after its connections.</summary>
    private static readonly TimeSpan[] Looks = [.. new[] { 0, 5, 20, 80, 200 }.Select(ms => TimeSpan.FromMilliseconds(ms))];

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private Task<MasterClient>? _client;

    /// <summary>Makes a call. Whoever gets no answer calls again.</summary>
    /// <exception cref="MasterUnreachableException">There is no connection now.</exception>
    public async Task<T> CallAsync<T>(string method, object message)
    {
        MasterClient client = await ClientAsync().ConfigureAwait(false);
        return await client.CallAsync<T>(method, message, _end.Token).ConfigureAwait(false);
    }

    /// <summary>Ends the connection, as abruptly as a process that ends.</summary>
    public void Dispose()
    {
        Task<MasterClient>? client;
        lock (_lock)
        {
            _end.Cancel();
            client = _client;
        }

        _ = client?.ContinueWith(
            made => made.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    private Task<MasterClient> ClientAsync()
    {
        lock (_lock)
        {
            bool usable = _client is { IsFaulted: false, IsCanceled: false } && !(_client.IsCompleted && _client.Result.Closed.IsCompleted);
            return usable ? _client! : _client = ConnectAsync();
        }
    }

    private async Task<MasterClient> ConnectAsync()
    {
        try
        {
            var hello = new Hello(Master.SaladMaster.Protocol, Role.Worker, []);
            MasterClient client = await MasterClient.ConnectAsync(address, key, hello, _end.Token).ConfigureAwait(false);
            _ = client.Closed.ContinueWith(_ => LookAsync(), TaskScheduler.Default);
            return client;
        }
        catch (MasterUnreachableException unreachable)
            when (unreachable.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            gone();
            throw;
        }
    }

    /// <summary>The connection has ended: has the process?</summary>
    private async Task LookAsync()
    {
        foreach (TimeSpan pause in Looks)
        {
            try
            {
                await Task.Delay(pause, _end.Token).ConfigureAwait(false);
                await ClientAsync().ConfigureAwait(false);
                return;
            }
            catch (MasterUnreachableException)
            {
                // Not yet, or gone and told.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
