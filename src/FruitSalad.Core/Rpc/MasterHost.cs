using System.Net;
using System.Net.Sockets;
using FruitSalad.Contract;
using FruitSalad.Master;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Rpc;

/// <summary>A running master: its steps, the one timer, and the port that it listens on.</summary>
public sealed class MasterHost : IAsyncDisposable
{
    private readonly DueTimer _timer;
    private readonly MasterListener _listener;
    private readonly ITaskStore _store;
    private long _eventsSeen;

    private MasterHost(MasterOptions options, ITaskStore store, TimeSpan longest, SaladClock clock)
    {
        _store = store;
        Options = options;
        Clock = clock;
        Master = new SaladMaster(store, longest, OnChanged);
        _timer = new DueTimer(clock, () => Master.TickAsync(Clock.Now).AsTask());
        _listener = new MasterListener(this);
    }

    /// <summary>What it was started with.</summary>
    public MasterOptions Options { get; }

    /// <summary>The steps.</summary>
    public SaladMaster Master { get; }

    /// <summary>The salad's clock.</summary>
    public SaladClock Clock { get; }

    /// <summary>Where it listens: the real port, where 0 was asked for.</summary>
    public IPEndPoint EndPoint => _listener.EndPoint;

    /// <summary>Another event was written.</summary>
    internal ChangeSignal Changed { get; } = new();

    /// <summary>The salad started, is stopped, or ended: a wait for its end looks again then, not at every event.</summary>
    internal ChangeSignal Turned { get; } = new();

    /// <summary>Starts a master over a new memory store.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="settings">The salad's.</param>
    /// <param name="tasks">Its first tasks.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="SocketException">The port is taken, or may not be used.</exception>
    /// <exception cref="ArgumentException">A task depends on one that does not come before it, or the address would be
    /// open to other machines without TLS.</exception>
    public static MasterHost Start(
        MasterOptions options, SaladSettings settings, IReadOnlyList<NewTask> tasks, TimeProvider time)
    {
        options.Check();
        var clock = new SaladClock(time);
        var store = new MemoryTaskStore(settings, tasks, clock.Now);
        TimeSpan longest = tasks.Count == 0 ? TimeSpan.Zero : tasks.Max(task => task.Duration) * settings.TimeScale;
        var host = new MasterHost(options, store, longest, clock);
        host._listener.Start();
        MasterRehearsal.Begin();
        _ = host.Master.TickAsync(clock.Now).AsTask();
        return host;
    }

    /// <summary>
    /// Closes the port and every connection. The salad's state stays readable in this process. May be called twice.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync().ConfigureAwait(false);
        _timer.Dispose();
        Changed.Pulse();
        Turned.Pulse();
        await _store.DisposeAsync().ConfigureAwait(false);
    }

    private void OnChanged(Effect effect)
    {
        _timer.Need(effect.NextDue);
        if (effect.WakeAll)
        {
            Turned.Pulse();
        }

        if (effect.WakeAll || effect.Events > Interlocked.Read(ref _eventsSeen))
        {
            Interlocked.Exchange(ref _eventsSeen, effect.Events);
            Changed.Pulse();
        }
    }
}
