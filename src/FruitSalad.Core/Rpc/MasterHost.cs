using System.Net;
using System.Net.Sockets;
using FruitSalad.Contract;
using FruitSalad.Journal;
using FruitSalad.Master;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Rpc;

/// <summary>A running master: its steps, the one timer, and the port that it listens on.</summary>
public sealed class MasterHost : IAsyncDisposable
{
    /// <summary>How soon it looks again for a store that cannot be reached.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(0.5);

    private readonly DueTimer _timer;
    private readonly Listener _listener;
    private readonly ITaskStore _store;
    private readonly TaskCompletionSource _resigned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Guid _id = Guid.NewGuid();
    private MasterPresence? _presence;
    private long _eventsSeen;
    private long _workerCalls;

    private MasterHost(MasterOptions options, ITaskStore store, TimeSpan longest, SaladClock clock)
    {
        _store = store;
        Options = options;
        Clock = clock;
        Master = new SaladMaster(store, longest, OnChanged);
        _timer = new DueTimer(clock, TickAsync);
        _listener = new Listener(options, caller => new MasterEndpoint(this, caller));
    }

    /// <summary>What it was started with.</summary>
    public MasterOptions Options { get; }

    /// <summary>The steps.</summary>
    public SaladMaster Master { get; }

    /// <summary>The salad's clock.</summary>
    public SaladClock Clock { get; }

    /// <summary>How many calls of workers came in; each is answered.</summary>
    public long WorkerCalls => Interlocked.Read(ref _workerCalls);

    /// <summary>Where it listens: the real port, where 0 was asked for.</summary>
    public IPEndPoint EndPoint => _listener.EndPoint;

    /// <summary>Completes when its owner asked it to end: whoever runs its process does so.</summary>
    public Task Resigned => _resigned.Task;

    /// <summary>This master as others see it.</summary>
    private MasterView View => new(
        _id, Near.ToString(), Environment.MachineName, Environment.ProcessId, Options.OwnProcess) { Fingerprint = Options.Fingerprint };

    /// <summary>Where to connect from other machines or, where only this one may, from here.</summary>
    private MasterAddress Near => EndPoint.Address.Equals(IPAddress.Any) || EndPoint.Address.Equals(IPAddress.IPv6Any)
        ? new MasterAddress(Dns.GetHostName(), EndPoint.Port)
        : new MasterAddress(EndPoint.Address.ToString(), EndPoint.Port);

    /// <summary>Whether it serves nobody any more.</summary>
    internal bool IsStopped { get; private set; }

    /// <summary>Whether nobody hands out tasks here: results are gathered from peers.</summary>
    internal bool OnlyGathers { get; private init; }

    /// <summary>Another event was written.</summary>
    internal ChangeSignal Changed { get; } = new();

    /// <summary>The salad started, is stopped, or ended: a wait for its end looks again then, not at every event.</summary>
    internal ChangeSignal Turned { get; } = new();

    /// <summary>A worker's call came in.</summary>
    internal void CountCall() => Interlocked.Increment(ref _workerCalls);

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
        TimeSpan longest = tasks.Select(task => task.Duration).DefaultIfEmpty().Max() * settings.TimeScale;
        return new MasterHost(options, store, longest, clock).Started();
    }

    /// <summary>Starts a master over a salad that outlives it, alone or beside others.</summary>
    /// <param name="options">Where and how; the keys are the salad's.</param>
    /// <param name="store">The salad. The master closes it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="roll">Where it signs, and finds the others. The master closes it. Null: it knows of none.</param>
    /// <exception cref="SocketException">The port is taken, or may not be used.</exception>
    /// <exception cref="ArgumentException">The address would be open to other machines without TLS.</exception>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static async Task<MasterHost> StartAsync(
        MasterOptions options, JournaledTaskStore store, TimeProvider time, IMasterRoll? roll = null)
    {
        options.Check();
        IReadOnlyList<TaskSnapshot> tasks = await store.TasksAsync(null, 0, int.MaxValue).ConfigureAwait(false);
        TimeSpan longest = tasks.Select(task => task.Task.Duration).DefaultIfEmpty().Max() * store.Settings.TimeScale;
        MasterHost host = new MasterHost(options, store, longest, new SaladClock(time, () => store.Now)).Started();
        store.Watch(() => host._timer.Need(TimeSpan.Zero));
        if (roll is not null)
        {
            await host.SignAsync(roll, time).ConfigureAwait(false);
        }

        return host;
    }

    /// <summary>
    /// A salad whose tasks nobody hands out, and whose results are gathered: nobody listens, but what is due is done.
    /// </summary>
    /// <param name="store">The salad.</param>
    /// <param name="time">The clock.</param>
    internal static MasterHost Gather(MemoryTaskStore store, TimeProvider time)
    {
        var host = new MasterHost(
            new MasterOptions { Port = 0, Keys = SaladKeys.Create() }, store, TimeSpan.Zero, new SaladClock(time))
        {
            OnlyGathers = true,
        };
        host._timer.Need(TimeSpan.Zero);
        return host;
    }

    /// <summary>A salad that is only read: nobody listens, and nothing that is due is done.</summary>
    /// <param name="store">The salad.</param>
    /// <param name="keys">Its secrets.</param>
    /// <param name="time">The clock.</param>
    public static MasterHost Read(JournaledTaskStore store, SaladKeys keys, TimeProvider time) => new(
        new MasterOptions { Port = 0, Keys = keys }, store, TimeSpan.Zero, new SaladClock(time, () => store.Now));

    /// <summary>
    /// Closes the port and every connection. The salad's state stays readable in this process. May be called twice.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        IsStopped = true;
        if (_presence is not null)
        {
            await _presence.DisposeAsync().ConfigureAwait(false);
        }

        await _listener.DisposeAsync().ConfigureAwait(false);
        _timer.Dispose();
        Changed.Pulse();
        Turned.Pulse();
        await _store.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>How to reach this master from this machine, with both secrets.</summary>
    internal JoinFile Invite()
    {
        bool isAny = EndPoint.Address.Equals(IPAddress.Any) || EndPoint.Address.Equals(IPAddress.IPv6Any);
        var address = new MasterAddress((isAny ? IPAddress.Loopback : EndPoint.Address).ToString(), EndPoint.Port);
        return new JoinFile(Master.Settings.Id, [address.ToString()])
        {
            Fingerprint = Options.Fingerprint,
            WorkerKey = Options.Keys.Worker,
            OwnerKey = Options.Keys.Owner,
        };
    }

    /// <summary>The masters of the salad, this one among them.</summary>
    internal async Task<IReadOnlyList<MasterView>> MastersAsync()
    {
        IReadOnlyList<MasterView> masters = _presence is null || IsStopped ? [View] : await _presence.LookAsync().ConfigureAwait(false);
        return [.. masters.Select(master => master.Id == _id ? master with { Asked = true } : master)];
    }

    /// <summary>Asks it to end.</summary>
    /// <returns>False: the process is not its own.</returns>
    internal bool Resign()
    {
        if (Options.OwnProcess)
        {
            _resigned.TrySetResult();
        }

        return Options.OwnProcess;
    }

    private async Task SignAsync(IMasterRoll roll, TimeProvider time)
    {
        try
        {
            _presence = await MasterPresence.BeginAsync(roll, View, time).ConfigureAwait(false);
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false);
            await roll.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private MasterHost Started()
    {
        _listener.Start();
        if (Options.Rehearse)
        {
            MasterRehearsal.Begin();
        }

        _timer.Need(TimeSpan.Zero);
        return this;
    }

    private async Task TickAsync()
    {
        try
        {
            await Master.TickAsync(Clock.Now).ConfigureAwait(false);
        }
        catch (StoreException)
        {
            // What is due waits, as all else does, until the store can be reached.
            _timer.Need(Clock.Now + Retry);
        }
    }

    /// <summary>A transition is over: tells whom it concerns.</summary>
    internal void OnChanged(Effect effect)
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
