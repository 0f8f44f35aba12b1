using System.Net.Sockets;
using FruitSalad.Contract;
using FruitSalad.Stealing;
using FruitSalad.Store;
using FruitSalad.Tasks;
using StreamJsonRpc;

namespace FruitSalad.Rpc;

/// <summary>
/// Gathers the results of a salad without a master: asks every peer, puts what they have done into a store of this
/// process, and dismisses them once it has everything. Leads nobody, and nobody calls it.
/// </summary>
public sealed class GathererHost : IAsyncDisposable
{
    private static readonly TimeSpan DismissTime = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer may take beyond the wait that was asked for. Real time.</summary>
    private static readonly TimeSpan CallTime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly MemoryTaskStore _store;
    private readonly Gatherer _steps;
    private readonly SaladKeys _keys;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly MasterClient?[] _clients;
    private readonly TaskCompletionSource[] _met;
    private Task _gathering = Task.CompletedTask;
    private int _calls;

    private GathererHost(
        SaladSettings settings, IReadOnlyList<NewTask> tasks, IReadOnlyList<WorkerId> peers, SaladKeys keys, TimeProvider time)
    {
        _keys = keys;
        _time = time;
        _store = new MemoryTaskStore(settings, tasks);
        _steps = new Gatherer(_store, peers);
        _clients = new MasterClient?[peers.Count];
        _met = [.. peers.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        Ledger = MasterHost.Gather(_store, time);
    }

    /// <summary>The salad's history and results. Nobody can connect to it.</summary>
    public MasterHost Ledger { get; }

    /// <summary>Completes when every peer is met, or known to be gone: the clock runs from here, and they may begin.</summary>
    public Task Met => Task.WhenAll(_met.Select(one => one.Task));

    /// <summary>How often it has asked.</summary>
    public int Calls => _calls;

    /// <summary>A gatherer that has begun to ask.</summary>
    /// <param name="settings">The salad's; its policy as <see cref="PeerTerms.PolicyOf"/> makes it.</param>
    /// <param name="tasks">The salad's tasks.</param>
    /// <param name="peers">Who the peers are, and where each listens.</param>
    /// <param name="keys">The salad's secrets.</param>
    /// <param name="time">The clock.</param>
    public static GathererHost Start(
        SaladSettings settings, IReadOnlyList<NewTask> tasks,
        IReadOnlyList<(WorkerId Id, WorkerIntroduction Introduction, MasterAddress Address)> peers, SaladKeys keys, TimeProvider time)
    {
        var host = new GathererHost(settings, tasks, [.. peers.Select(peer => peer.Id)], keys, time);
        host._gathering = Task.WhenAll(peers.Select((peer, index) => host.GatherAsync(index, peer.Introduction, peer.Address)));
        return host;
    }

    /// <summary>Tells all peers that the salad is over. One that does not answer in time is left alone.</summary>
    /// <returns>How those stood that answered.</returns>
    public async Task<IReadOnlyList<PeerStatus>> DismissAsync()
    {
        Task<PeerStatus>[] calls =
            [.. _clients.Where(client => client is not null).Select(client => client!.CallAsync<PeerStatus>("dismiss", null, default))];
        await Task.WhenAll((Task[])calls).WaitAsync(DismissTime, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return [.. calls.Where(call => call.IsCompletedSuccessfully).Select(call => call.Result)];
    }

    /// <summary>Stops asking. What was gathered stays readable.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _gathering.ConfigureAwait(false);
        Array.ForEach(_clients, client => client?.Dispose());
        await Ledger.DisposeAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    /// <summary>Asks one peer again and again, until its process is gone or nobody wants to know any more.</summary>
    private async Task GatherAsync(int peer, WorkerIntroduction introduction, MasterAddress address)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                MasterClient client = _clients[peer] = await MasterClient.ConnectAsync(
                    address, _keys.Owner, new Hello(Master.SaladMaster.Protocol, Role.Owner, []), _end.Token).ConfigureAwait(false);
                Ledger.OnChanged(await _steps.MetAsync(peer, introduction, Ledger.Clock.Now).ConfigureAwait(false));
                _met[peer].TrySetResult();
                await AskAsync(peer, client).ConfigureAwait(false);
            }
            catch (MasterUnreachableException unreachable)
                when (unreachable.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            {
                _clients[peer] = null;
                _met[peer].TrySetResult();
                Ledger.OnChanged(await _steps.GoneAsync(peer, Ledger.Clock.Now).ConfigureAwait(false));
                return;
            }
            catch (Exception broken) when (broken is MasterUnreachableException or ConnectionLostException or ObjectDisposedException
                or RemoteRpcException or IOException or TimeoutException)
            {
                _clients[peer]?.Dispose();
                await Task.Delay(Pause, _time).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Cut off in the middle of a call, or nobody wants to know any more.
            }
        }
    }

    private async Task AskAsync(int peer, MasterClient client)
    {
        while (!_end.IsCancellationRequested)
        {
            HarvestQuery query = _steps.NextQuery(peer);
            Interlocked.Increment(ref _calls);
            Harvest harvest = await client.CallAsync<Harvest>("harvest", query, default)
                .WaitAsync(_steps.Wait + CallTime, _time, _end.Token).ConfigureAwait(false);
            Transition<Verdict[]> judged =
                await _steps.HarvestedAsync(peer, query, harvest, Ledger.Clock.Now).ConfigureAwait(false);
            Ledger.OnChanged(judged.Effect);
        }
    }
}
