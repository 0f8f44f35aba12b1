using System.Net.Sockets;
using FruitSalad.Contract;
using FruitSalad.Stealing;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Rpc;

/// <summary>
/// A peer's part of <see cref="MasterRehearsal"/>: before it says where it listens, so that no clock runs yet, a process
/// plays a salad of two peers through, with a thief, a token that goes around, and results that are gathered.
/// </summary>
internal static class PeerRehearsal
{
    private const int Fruits = 4;

    /// <summary>Enough for a busy machine. The peer begins without it then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TaskCompletionSource Over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static int _begun;

    /// <summary>Begins it, unless this process has done that already.</summary>
    /// <param name="runner">Does the work as the real peer will.</param>
    /// <param name="say">Gets the lines, which nobody must see.</param>
    /// <returns>Completes when it is over; never fails.</returns>
    public static Task Begin(ITaskRunner runner, Action<WorkerLine> say)
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
        {
            _ = Task.Run(() => PlayAsync(runner, say));
        }

        return Over.Task;
    }

    private static async Task PlayAsync(ITaskRunner runner, Action<WorkerLine> say)
    {
        using var late = new CancellationTokenSource(Patience);
        var keys = SaladKeys.Create();
        var settings = new SaladSettings { Id = Guid.NewGuid(), Policy = PeerTerms.PolicyOf(SaladPolicy.Robust), ExpectWorkers = 2 };
        var terms = new PeerTerms
        {
            Tasks = [.. Enumerable.Range(0, Fruits).Select(id => new SaladTask(id, "fruit", TimeSpan.FromMilliseconds(5)))],
            Shares = [[.. Enumerable.Range(0, Fruits)], []],
            Pause = TimeSpan.FromMilliseconds(1),
        };
        try
        {
            await using PeerHost one = Start(0);
            await using PeerHost other = Start(1);
            MasterAddress[] addresses = [AddressOf(one), AddressOf(other)];
            await using var gatherer = GathererHost.Start(
                settings, [.. terms.Tasks.Select(task => new NewTask(task.Name, task.Duration))],
                [.. addresses.Select(address => (new WorkerId(Guid.NewGuid()), new WorkerIntroduction("", 0, ""), address))],
                keys, TimeProvider.System);
            Task<Fate>[] peers = [one.RunAsync(terms, addresses, late.Token), other.RunAsync(terms, addresses, late.Token)];
            await new LocalOwner(gatherer.Ledger).GetStatusAsync(new StatusQuery(Patience.TotalMilliseconds), late.Token).ConfigureAwait(false);
            await gatherer.DismissAsync().ConfigureAwait(false);
            await Task.WhenAll(peers).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is SocketException or OperationCanceledException)
        {
            // What does not work here fails again in earnest, and is reported there.
        }
        finally
        {
            Over.SetResult();
        }

        PeerHost Start(int index) => PeerHost.Start(
            new PeerOptions { Index = index, Salad = settings.Id, Keys = keys }, runner, TimeProvider.System, say);
    }

    private static MasterAddress AddressOf(PeerHost peer) => new("127.0.0.1", peer.EndPoint.Port);
}
