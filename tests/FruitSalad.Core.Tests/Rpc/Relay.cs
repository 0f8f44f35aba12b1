using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>
/// A wire that the test can cut: passes bytes between workers and a master, and breaks all its connections at a chosen
/// message, before the master gets it or after, so that the reply is lost.
/// </summary>
internal sealed class Relay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _sockets = [];
    private readonly int _target;
    private volatile bool _mute;
    private int _cutsLeft;

    public Relay(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cut where this text goes to the master.</summary>
    public string? CutAt { get; init; }

    /// <summary>How often.</summary>
    public int Cuts { get => _cutsLeft; init => _cutsLeft = value; }

    /// <summary>Whether the master still gets that message: only its reply is lost then.</summary>
    public bool AfterDelivery { get; init; }

    public int Connections => _sockets.Count / 2;

    /// <summary>From now on nothing comes through, and nothing closes: a half-open link.</summary>
    public void Mute() => _mute = true;

    public void Cut()
    {
        foreach (TcpClient socket in _sockets)
        {
            socket.Close();
        }
    }

    public void Dispose()
    {
        _listener.Stop();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient caller = await _listener.AcceptTcpClientAsync();
                var master = new TcpClient { NoDelay = true };
                caller.NoDelay = true;
                await master.ConnectAsync(IPAddress.Loopback, _target);
                _sockets.Add(caller);
                _sockets.Add(master);
                _ = PassAsync(caller, master, toMaster: true);
                _ = PassAsync(master, caller, toMaster: false);
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to, bool toMaster)
    {
        byte[] buffer = new byte[65536];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer)) > 0)
            {
                bool cut = toMaster && CutAt is { } text
                    && Encoding.UTF8.GetString(buffer, 0, read).Contains(text, StringComparison.Ordinal)
                    && Interlocked.Decrement(ref _cutsLeft) >= 0;
                if (cut && !AfterDelivery)
                {
                    break;
                }

                if (_mute)
                {
                    continue;
                }

                if (cut)
                {
                    // The worker's end first: nothing of the reply may come through. The master's end when it replies.
                    from.Close();
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
                if (cut)
                {
                    return;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or SocketException or InvalidOperationException)
        {
            // One side is gone; so is the other then.
        }

        from.Close();
        to.Close();
    }
}
