using FruitSalad.Worker;

namespace FruitSalad.Processes;

/// <summary>
/// A place for a worker that is filled again when its worker crashes. Each successor has an identity and a random
/// stream of its own; the lines of all are kept in order.
/// </summary>
public sealed class RespawningWorker : ILocalWorker
{
    /// <summary>A worker that crashes at its start must not keep the machine busy with starting it.</summary>
    private static readonly TimeSpan LeastLife = TimeSpan.FromMilliseconds(250);

    private readonly Func<int, ILocalWorker> _start;
    private readonly TimeProvider _time;
    private readonly List<(string Worker, WorkerLine Line)> _earlier = [];
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _over = new();
    private readonly TimeSpan _pause;
    private ILocalWorker _current;

    /// <summary>Starts the first worker.</summary>
    /// <param name="start">Starts the n-th successor, 0 for the first.</param>
    /// <param name="time">The clock.</param>
    /// <param name="pause">How long after a crash the successor is started, at least.</param>
    public RespawningWorker(Func<int, ILocalWorker> start, TimeProvider time, TimeSpan pause = default)
    {
        _pause = pause;
        _start = start;
        _time = time;
        _current = start(0);
        Exited = RunAsync();
    }

    /// <inheritdoc/>
    public Guid Id => Current.Id;

    /// <inheritdoc/>
    public string Name => Current.Name;

    /// <inheritdoc/>
    public int ProcessId => Current.ProcessId;

    /// <summary>How often it was replaced.</summary>
    public int Respawns { get; private set; }

    /// <inheritdoc/>
    public Task<WorkerExit> Exited { get; }

    /// <inheritdoc/>
    public IReadOnlyList<(string Worker, WorkerLine Line)> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _earlier, .. _current.Lines];
            }
        }
    }

    private ILocalWorker Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }
    }

    /// <inheritdoc/>
    public void Drain()
    {
        _over.Cancel();
        Current.Drain();
    }

    /// <summary>Kills the present worker and starts no other.</summary>
    public void Kill()
    {
        _over.Cancel();
        Current.Kill();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited.ConfigureAwait(false);
        await Current.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<WorkerExit> RunAsync()
    {
        while (true)
        {
            long started = _time.GetTimestamp();
            WorkerExit exit = await Current.Exited.ConfigureAwait(false);
            if (exit != WorkerExit.Crashed || !await RestAsync(Longer(_pause, LeastLife - _time.GetElapsedTime(started))).ConfigureAwait(false))
            {
                return exit;
            }

            ILocalWorker next = _start(++Respawns);
            lock (_lock)
            {
                _earlier.AddRange(_current.Lines);
                _current = next;
            }

            if (_over.IsCancellationRequested)
            {
                // Killed or drained while it was started.
                next.Kill();
            }
        }
    }

    /// <returns>False: no successor is wanted.</returns>
    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private async Task<bool> RestAsync(TimeSpan rest)
    {
        if (_over.IsCancellationRequested)
        {
            return false;
        }

        try
        {
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, _time, _over.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
