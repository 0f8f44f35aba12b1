using FruitSalad.Rpc;
using FruitSalad.Worker;

namespace FruitSalad.Processes;

/// <summary>
/// A worker as a process of its own. Its log lines go to standard output, one JSON object each; a line "drain" on
/// standard input means: finish what runs and leave; the end of standard input - the parent is gone - means: leave now.
/// </summary>
internal sealed class WorkerChild(WorkerSettings settings, TextReader input, Func<ITaskRunner>? scripts) : IDisposable
{
    private readonly ChildOutput _output = new();
    private readonly CancellationTokenSource _orphaned = new();
    private readonly KindRunner _runner = settings.ToRunner(scripts);

    public async Task<int> RunAsync()
    {
        WorkerOptions options = settings.ToOptions(settings.Name ?? $"W-{Environment.ProcessId}", Environment.ProcessId);
        using var loop = new WorkerLoop(options, _runner, TimeProvider.System, settings.Quiet ? null : _output.Say);

        // A thread of its own: reading a pipe may block, whatever the method's name says.
        var listener = new Thread(() => Listen(loop)) { IsBackground = true, Name = "parent" };
        listener.Start();
        try
        {
            if (settings.Rehearse)
            {
                await WorkerRehearsal.Begin(_runner, line => ChildOutput.TextOf(line)).ConfigureAwait(false);
            }

            return await EndAsync(await loop.RunAsync(_orphaned.Token).ConfigureAwait(false), loop).ConfigureAwait(false);
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

    private async Task<int> EndAsync(Fate fate, WorkerLoop loop)
    {
        switch (fate)
        {
            case Fate.Crash:
                SuddenDeath.Die();
                return 1;
            case Fate.Hang:
                // The connection stays open and nothing is said on it, until the parent kills this process or ends.
                await Task.Delay(Timeout.InfiniteTimeSpan, _orphaned.Token).ConfigureAwait(false);
                return 0;
            default:
                return loop.LeaveReason is LeaveReason.MasterLost or LeaveReason.Refused ? 1 : 0;
        }
    }

    private void Listen(WorkerLoop loop)
    {
        while (input.ReadLine() is { } line)
        {
            if (line == "drain")
            {
                loop.Drain();
            }
        }

        try
        {
            _orphaned.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The worker has left by itself.
        }
    }
}
