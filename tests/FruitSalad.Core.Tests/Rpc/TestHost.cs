using System.Net;
using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Worker;
using Nerdbank.Streams;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>A master to talk to, over a pipe in memory or over TCP.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    public TestHost(
        int tasks = 3, SaladPolicy? policy = null, Func<MasterOptions, MasterOptions>? options = null,
        Func<SaladSettings, SaladSettings>? settings = null)
    {
        var plain = new MasterOptions { Port = 0, Keys = Keys };
        var salad = new SaladSettings { Id = Guid.NewGuid(), Policy = policy ?? SaladPolicy.Robust };
        Host = MasterHost.Start(
            options?.Invoke(plain) ?? plain, settings?.Invoke(salad) ?? salad,
            [.. Enumerable.Range(0, tasks).Select(i => new NewTask($"fruit {i}", TimeSpan.Zero))], TimeProvider.System);
        Owner = new LocalOwner(Host);
    }

    public MasterHost Host { get; }

    public SaladKeys Keys { get; } = SaladKeys.Create();

    public LocalOwner Owner { get; }

    public MasterAddress Address => new("127.0.0.1", Host.EndPoint.Port);

    /// <summary>A connection through memory: no socket, no port.</summary>
    public Peer Connect(bool lines = true)
    {
        (Stream mine, Stream theirs) = FullDuplexStream.CreatePair();
        var endpoint = new MasterEndpoint(Host, new IPEndPoint(IPAddress.Loopback, 1));
        _ = endpoint.ServeAsync(theirs).ContinueWith(_ => theirs.Dispose(), TaskScheduler.Default);
        return new Peer(mine, lines);
    }

    public Task<SaladStatus> StatusAsync() => Owner.GetStatusAsync(new StatusQuery(), default);

    /// <summary>Waits until the salad has ended.</summary>
    public async Task<SaladStatus> EndAsync()
    {
        SaladStatus status = await Owner.GetStatusAsync(new StatusQuery(30_000), default);
        Assert.Equal(SaladState.Ended, status.State);
        return status;
    }

    public async Task<IReadOnlyList<SaladEvent>> EventsAsync() =>
        (await Owner.GetEventsAsync(new EventQuery(0, 100_000), default)).Events;

    /// <summary>Waits for the first event that fits.</summary>
    public async Task<SaladEvent> EventAsync(Func<SaladEvent, bool> fits)
    {
        long since = 0;
        using var late = new CancellationTokenSource(Bound);
        while (true)
        {
            EventAnswer page = await Owner.GetEventsAsync(new EventQuery(since, 1000, 30_000), late.Token);
            if (page.Events.FirstOrDefault(fits) is { } found)
            {
                return found;
            }

            since = page.Next;
        }
    }

    public WorkerOptions Worker(int ordinal = 0, params MasterAddress[] masters) => new()
    {
        Id = new WorkerId(Guid.NewGuid()),
        Name = $"W-{ordinal}",
        Masters = masters.Length == 0 ? [Address] : masters,
        Key = Keys.Worker,
        Ordinal = ordinal,
    };

    /// <summary>Runs a worker of this process to its end.</summary>
    public static async Task<(Fate Fate, LeaveReason Reason)> WorkAsync(
        WorkerOptions options, ITaskRunner? runner = null, Action<WorkerLine>? say = null)
    {
        using var loop = new WorkerLoop(options, runner ?? new CountingRunner(), TimeProvider.System, say ?? (_ => { }));
        Fate fate = await loop.RunAsync(default).WaitAsync(Bound);
        return (fate, loop.LeaveReason);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
