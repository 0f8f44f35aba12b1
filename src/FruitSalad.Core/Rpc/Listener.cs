using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace FruitSalad.Rpc;

/// <summary>Accepts connections and gives each an endpoint of its own. Never begins a conversation.</summary>
/// <param name="options">Where, and how many.</param>
/// <param name="endpointOf">Makes the endpoint of a caller.</param>
internal sealed class Listener(MasterOptions options, Func<IPEndPoint, IEndpoint> endpointOf) : IAsyncDisposable
{
    private readonly TcpListener _listener = new(options.Address, options.Port);
    private readonly ConcurrentDictionary<IEndpoint, Task> _connections = new();
    private readonly CancellationTokenSource _stop = new();
    private int _strangers;
    private Task _accepting = Task.CompletedTask;

    public IPEndPoint EndPoint { get; private set; } = new(options.Address, options.Port);

    public void Start()
    {
        _listener.Start(backlog: 512);
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _accepting = Task.Run(AcceptAsync);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        foreach (IEndpoint endpoint in _connections.Keys)
        {
            endpoint.Close();
        }

        await Task.WhenAll(_connections.Values).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Serve(await _listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false));
            }
            catch (Exception over) when (over is OperationCanceledException or InvalidOperationException)
            {
                return;
            }
            catch (SocketException)
            {
                // One caller that went away while it was let in, or no descriptor is free just now: not our end.
                await Task.Delay(10).ConfigureAwait(false);
            }
        }
    }

    private void Serve(Socket socket)
    {
        if (_connections.Count >= options.MaxConnections || Volatile.Read(ref _strangers) >= options.MaxStrangers)
        {
            // It may try again soon: strangers have little time.
            socket.Dispose();
            return;
        }

        TcpManners.Teach(socket);
        IEndpoint endpoint = endpointOf((IPEndPoint)socket.RemoteEndPoint!);
        Interlocked.Increment(ref _strangers);
        Task serving = ServeAsync(endpoint, socket);

        // At once, within the proof's own call: whoever has seen its answer is a stranger no more.
        _ = Task.WhenAny(endpoint.Proven, serving).ContinueWith(
            _ => Interlocked.Decrement(ref _strangers),
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _connections[endpoint] = serving;
        _ = serving.ContinueWith(_ => _connections.TryRemove(endpoint, out Task? gone), TaskScheduler.Default);
    }

    private async Task ServeAsync(IEndpoint endpoint, Socket socket)
    {
        await Task.Yield();
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (options.Certificate is { } certificate)
            {
                var secure = new SslStream(stream);
                stream = secure;
                using var deadline = new CancellationTokenSource(options.HandshakeTimeout);
                await secure.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificate = certificate }, deadline.Token).ConfigureAwait(false);
            }

            await endpoint.ServeAsync(stream).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            await endpoint.RefuseAsync("TLS: " + gone.Message).ConfigureAwait(false);
        }
        finally
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }
}
