using System.Net;
using System.Net.Sockets;
using FruitSalad.Faults;
using FruitSalad.Tasks;

namespace FruitSalad.Rpc;

/// <summary>
/// A channel between workers and a master, as a process between them: workers connect to it as if it were the master,
/// and it does to their messages what its plan says. Works on messages, not bytes.
/// </summary>
/// <remarks>
/// It knows no secret and cannot read an answer's meaning: the handshake goes through it like everything else. A lost
/// message is missed by a worker's call timeout only; a damaged one ends its connection at the receiver.
/// </remarks>
public sealed class ChannelHost : IAsyncDisposable
{
    private readonly MasterAddress _master;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ChangeSignal _healed = new();
    private readonly Lock _lock = new();
    private readonly List<Task> _serving = [];
    private readonly long _seed;
    private ChannelCounts _counts;
    private volatile ChannelPlan _plan;
    private volatile bool _cut;
    private Task _accepting = Task.CompletedTask;
    private int _connections;

    private ChannelHost(MasterAddress master, int port, ChannelPlan plan, long seed, TimeProvider time)
    {
        _master = master;
        _plan = plan;
        _seed = seed;
        _time = time;
        _start = time.GetTimestamp();
        _listener = new TcpListener(IPAddress.Loopback, port);
    }

    /// <summary>What happens to messages from now on. Partitions in it are the simulator's: here see <see cref="IsCut"/>.</summary>
    public ChannelPlan Plan
    {
        get => _plan;
        set => _plan = value;
    }

    /// <summary>
    /// Whether nothing passes. Messages are lost then; that a connection has ended is told when it is whole again.
    /// </summary>
    public bool IsCut
    {
        get => _cut;
        set
        {
            _cut = value;
            _healed.Pulse();
        }
    }

    /// <summary>Where workers connect.</summary>
    public IPEndPoint EndPoint { get; private set; } = null!;

    /// <summary>The seed of what happens.</summary>
    public long Seed => _seed;

    /// <summary>What has happened so far.</summary>
    public ChannelCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return _counts;
            }
        }
    }

    /// <summary>The channel's clock.</summary>
    internal TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Starts a channel on this machine.</summary>
    /// <param name="master">Where messages go. Not over TLS: what is encrypted has no messages to find.</param>
    /// <param name="port">Where to listen; 0: on any port that is free.</param>
    /// <param name="plan">What happens to messages; its durations scaled already.</param>
    /// <param name="seed">What is random follows from it, and from the order in which connections are made.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="SocketException">The port is taken, or may not be used.</exception>
    public static ChannelHost Start(MasterAddress master, int port, ChannelPlan plan, long seed, TimeProvider time)
    {
        var channel = new ChannelHost(master, port, plan, seed, time);
        channel._listener.Start();
        channel.EndPoint = (IPEndPoint)channel._listener.LocalEndpoint;
        channel._accepting = Task.Run(channel.AcceptAsync);
        return channel;
    }

    /// <summary>Ends it and every connection through it. May be called twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_serving).ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>Counts what becomes of a message.</summary>
    internal void Count(in Passage passage)
    {
        lock (_lock)
        {
            _counts = new ChannelCounts(
                _counts.Messages + 1,
                _counts.Lost + (passage.Arrives ? 0 : 1),
                _counts.Damaged + (passage.Damaged ? 1 : 0),
                _counts.Duplicated + (passage.CopyAfter is null ? 0 : 1),
                _counts.Reordered + (passage.Overtakes ? 1 : 0));
        }
    }

    /// <summary>A message that was on its way when the channel was cut.</summary>
    internal void CountCutOff()
    {
        lock (_lock)
        {
            _counts = _counts with { Lost = _counts.Lost + 1 };
        }
    }

    internal Task DelayAsync(TimeSpan delay, CancellationToken cancellation) =>
        delay <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(delay, _time, cancellation);

    /// <summary>Waits until it is not cut.</summary>
    internal async Task HealedAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task changed = _healed.Next();
            if (!_cut)
            {
                return;
            }

            await changed.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket worker = await _listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false);
                _serving.RemoveAll(serving => serving.IsCompleted);
                _serving.Add(ServeAsync(worker, _connections++));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or InvalidOperationException or SocketException)
        {
            // It ends; where that came before the first wait, the listener says that it does not listen.
        }
    }

    private async Task ServeAsync(Socket worker, int ordinal)
    {
        using var near = new NetworkStream(worker, ownsSocket: true);
        worker.NoDelay = true;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_master.Host, _master.Port, _stop.Token).ConfigureAwait(false);
            using var far = new NetworkStream(socket, ownsSocket: true);
            var toMaster = new ChannelWay(this, near, far, toMaster: true, new SeededRandom(_seed, ordinal * 2L));
            var toWorker = new ChannelWay(this, far, near, toMaster: false, new SeededRandom(_seed, (ordinal * 2L) + 1));
            await Task.WhenAll(toMaster.RunAsync(_stop.Token), toWorker.RunAsync(_stop.Token)).ConfigureAwait(false);
        }
        catch (Exception over) when (over is SocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // No master there, or one side is gone: the worker sees its connection end.
            socket.Dispose();
        }
    }
}
