using System.Net.Sockets;
using FruitSalad.Rpc;
using FruitSalad.Worker;

namespace FruitSalad.Processes;

/// <summary>
/// A peer inside this process, over real connections all the same. Its crash is only its own: it closes its port and its
/// connections, and does nothing more.
/// </summary>
public sealed class PeerThread : ILocalPeer
{
    private readonly KindRunner _runner = new(new FruitRunner(TimeProvider.System, FruitText.Prepared));
    private readonly LineLog _lines = new();
    private readonly TaskCompletionSource<PeerStart> _start = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _kill = new();
    private readonly PeerHost _host;

    private PeerThread(PeerSettings settings)
    {
        Id = settings.Id;
        Name = $"W-{settings.Index + 1}";
        _host = PeerHost.Start(settings.ToOptions(), _runner, TimeProvider.System, _lines.Add);
        Exited = RunAsync();
    }

    /// <inheritdoc/>
    public Guid Id { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int ProcessId => 0;

    /// <inheritdoc/>
    public Task<int> Port => Task.FromResult(_host.EndPoint.Port);

    /// <inheritdoc/>
    public Task<WorkerExit> Exited { get; }

    /// <inheritdoc/>
    public IReadOnlyList<(string Worker, WorkerLine Line)> Lines => _lines.Of(Name);

    /// <summary>Starts the peer.</summary>
    /// <exception cref="SocketException">It cannot listen.</exception>
    public static PeerThread Start(PeerSettings settings) => new(settings);

    /// <inheritdoc/>
    public void Begin(PeerStart start) => _start.TrySetResult(start);

    /// <summary>Ends it: peers have nobody to give back to.</summary>
    public void Drain() => Kill();

    /// <inheritdoc/>
    public void Kill() => _kill.Cancel();

    /// <summary>Ends the peer if it has not ended, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        await _kill.CancelAsync().ConfigureAwait(false);
        await Exited.ConfigureAwait(false);
    }

    private async Task<WorkerExit> RunAsync()
    {
        await Task.Yield();
        using KindRunner runner = _runner;
        await using PeerHost host = _host;
        try
        {
            PeerStart start = await _start.Task.WaitAsync(_kill.Token).ConfigureAwait(false);
            Fate fate = await host.RunAsync(start.ToTerms(), start.Addresses(host.Options.Address), _kill.Token).ConfigureAwait(false);
            if (fate == Fate.Hang)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _kill.Token).ConfigureAwait(false);
            }

            if (fate == Fate.Leave)
            {
                await host.Dismissed.WaitAsync(PeerChild.Farewell, _kill.Token).ConfigureAwait(false);
            }

            return fate == Fate.Crash ? WorkerExit.Crashed : WorkerExit.Left;
        }
        catch (TimeoutException)
        {
            return WorkerExit.Left;
        }
        catch (OperationCanceledException)
        {
            return WorkerExit.Crashed;
        }
    }
}
