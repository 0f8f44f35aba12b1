using FruitSalad.Rpc;
using FruitSalad.Worker;

namespace FruitSalad.Processes;

/// <summary>
/// A worker inside this process, over a real connection all the same. It starts at once and its crash is only its own:
/// it closes its connection and does nothing more.
/// </summary>
public sealed class WorkerThread : ILocalWorker
{
    private readonly KindRunner _runner;
    private readonly WorkerLoop _loop;
    private readonly LineLog _lines = new();
    private readonly CancellationTokenSource _kill = new();

    private WorkerThread(WorkerSettings settings, Action<WorkerLine>? say, Func<ITaskRunner>? scripts)
    {
        Id = settings.Id;
        Name = settings.Name ?? $"W-{settings.Ordinal}";
        _runner = settings.ToRunner(scripts);
        _loop = new WorkerLoop(
            settings.ToOptions(Name, processId: 0), _runner, TimeProvider.System, settings.Quiet ? null : say ?? _lines.Add);
        Exited = RunAsync(settings.Rehearse);
    }

    /// <inheritdoc/>
    public Guid Id { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int ProcessId => 0;

    /// <inheritdoc/>
    public Task<WorkerExit> Exited { get; }

    /// <inheritdoc/>
    public IReadOnlyList<(string Worker, WorkerLine Line)> Lines => _lines.Of(Name);

    /// <summary>Starts the worker.</summary>
    /// <param name="settings">Who it is.</param>
    /// <param name="say">Gets its log lines, on any thread; null: they are kept in <see cref="Lines"/>.</param>
    /// <param name="scripts">Makes the runner of scripts; null: there is none.</param>
    public static WorkerThread Start(
        WorkerSettings settings, Action<WorkerLine>? say = null, Func<ITaskRunner>? scripts = null) =>
        new(settings, say, scripts);

    /// <inheritdoc/>
    public void Drain() => _loop.Drain();

    /// <inheritdoc/>
    public void Kill() => _kill.Cancel();

    /// <summary>Ends the worker if it has not ended, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        await _kill.CancelAsync().ConfigureAwait(false);
        await Exited.ConfigureAwait(false);
    }

    private async Task<WorkerExit> RunAsync(bool rehearse)
    {
        await Task.Yield();
        using KindRunner runner = _runner;
        using WorkerLoop loop = _loop;
        try
        {
            if (rehearse)
            {
                await WorkerRehearsal.Begin(_runner, _ => { }).WaitAsync(_kill.Token).ConfigureAwait(false);
            }

            Fate fate = await loop.RunAsync(_kill.Token).ConfigureAwait(false);
            if (fate == Fate.Hang)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _kill.Token).ConfigureAwait(false);
            }

            return fate == Fate.Crash ? WorkerExit.Crashed
                : loop.LeaveReason is LeaveReason.MasterLost or LeaveReason.Refused ? WorkerExit.Failed
                : WorkerExit.Left;
        }
        catch (OperationCanceledException)
        {
            return WorkerExit.Crashed;
        }
    }
}
