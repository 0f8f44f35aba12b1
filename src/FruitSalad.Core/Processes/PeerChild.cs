using System.Text.Json;
using FruitSalad.Rpc;
using FruitSalad.Worker;

namespace FruitSalad.Processes;

/// <summary>
/// A peer as a process of its own: says where it listens, hears where the others do, and begins. The end of standard
/// input - the parent is gone - means: leave now.
/// </summary>
internal sealed class PeerChild(PeerSettings settings, TextReader input) : IDisposable
{
    /// <summary>How long a dismissed peer waits until all others are dismissed too.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly ChildOutput _output = new();
    private readonly CancellationTokenSource _orphaned = new();
    private readonly KindRunner _runner = new(new FruitRunner(TimeProvider.System, FruitText.Prepared));

    public async Task<int> RunAsync()
    {
        await PeerRehearsal.Begin(_runner, line => ChildOutput.TextOf(line)).ConfigureAwait(false);
        await using PeerHost host = PeerHost.Start(settings.ToOptions(), _runner, TimeProvider.System, _output.Say);
        _output.Write($"{ChildOutput.Port}{host.EndPoint.Port}");
        if (await ReadStartAsync().ConfigureAwait(false) is not { } start)
        {
            return 0;
        }

        // A thread of its own: reading a pipe may block, whatever the method's name says.
        new Thread(AwaitOrphanage) { IsBackground = true, Name = "parent" }.Start();
        try
        {
            Fate fate = await host.RunAsync(start.ToTerms(), start.Addresses(host.Options.Address), _orphaned.Token).ConfigureAwait(false);
            return await EndAsync(fate, host).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    public void Dispose()
    {
        _runner.Dispose();
        _output.Dispose();
        _orphaned.Dispose();
    }

    private async Task<int> EndAsync(Fate fate, PeerHost host)
    {
        switch (fate)
        {
            case Fate.Crash:
                SuddenDeath.Die();
                return 1;
            case Fate.Hang:
                // The connections stay open and nothing is said on them, until the parent kills this process or ends.
                await Task.Delay(Timeout.InfiniteTimeSpan, _orphaned.Token).ConfigureAwait(false);
                return 0;
            default:
                await Task.WhenAny(host.Dismissed, Task.Delay(Farewell, _orphaned.Token)).ConfigureAwait(false);
                return 0;
        }
    }

    private async Task<PeerStart?> ReadStartAsync() => await input.ReadLineAsync().ConfigureAwait(false) is { } line
        ? JsonSerializer.Deserialize(line, ProcessJson.Default.PeerStart)
        : null;

    private void AwaitOrphanage()
    {
        while (input.ReadLine() is not null)
        {
        }

        try
        {
            _orphaned.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The peer has left by itself.
        }
    }
}
