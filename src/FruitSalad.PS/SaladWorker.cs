using FruitSalad.Contract;
using FruitSalad.Processes;
using FruitSalad.Worker;

namespace FruitSalad.PS;

/// <summary>Where a worker stands, seen from this session.</summary>
public enum SaladWorkerState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It left by itself: dismissed by the master, or drained.</summary>
    Left,

    /// <summary>It ended without a word.</summary>
    Crashed,

    /// <summary>It could not work: it found no master, say.</summary>
    Failed,
}

/// <summary>A worker of a master's: started by this session, or only seen by the master.</summary>
public sealed class SaladWorker : IDisposable
{
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(3);
    private readonly ILocalWorker? _local;
    private readonly WorkerView? _seen;

    internal SaladWorker(SaladMasterHandle master, ILocalWorker local, double crashProbability)
    {
        Master = master;
        _local = local;
        CrashProbability = crashProbability;
    }

    internal SaladWorker(SaladMasterHandle master, WorkerView seen)
    {
        Master = master;
        _seen = seen;
    }

    /// <summary>Whom it works for.</summary>
    public SaladMasterHandle Master { get; }

    /// <summary>What people call it.</summary>
    public string Name => _local?.Name ?? _seen!.Name;

    /// <summary>Its identity. A successor of a worker that crashed has a new one.</summary>
    public Guid Id => _local?.Id ?? _seen!.Id;

    /// <summary>Its process on its machine; 0: a thread of another process.</summary>
    public int ProcessId => _local?.ProcessId ?? _seen!.Pid;

    /// <summary>Whether this session started it.</summary>
    public bool IsLocal => _local is not null;

    /// <summary>Where it stands.</summary>
    public SaladWorkerState State => _local is null ? Seen(_seen!) : Own(_local);

    /// <summary>How often it crashed and was replaced.</summary>
    public int Respawns => (_local as RespawningWorker)?.Respawns ?? 0;

    /// <summary>How likely it fails at each task, in [0, 1].</summary>
    public double CrashProbability { get; }

    /// <summary>Completes when it has ended; null where only the master sees it.</summary>
    internal Task? Exited => _local?.Exited;

    /// <summary>Its log lines, where this session started it.</summary>
    internal IReadOnlyList<WorkerLogLine> Lines => _local is null
        ? []
        : [.. _local.Lines.Select(said => new WorkerLogLine(said.Worker, said.Line))];

    /// <summary>The same as its worker wrote them; of a worker of this session only.</summary>
    internal IReadOnlyList<(string Worker, WorkerLine Line)> Said => _local?.Lines ?? [];

    /// <summary>Asks it to finish what runs and leave; only where this session started it.</summary>
    internal void Drain() => _local?.Drain();

    /// <summary>Ends it as a crash would; only where this session started it.</summary>
    internal void Kill() => _local?.Kill();

    /// <summary>Ends it, if this session started it.</summary>
    public void Dispose()
    {
        Session.Remove(this);
        _local?.DisposeAsync().AsTask().Wait(EndTimeout);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static SaladWorkerState Own(ILocalWorker local)
    {
        if (!local.Exited.IsCompleted)
        {
            return SaladWorkerState.Running;
        }

        return local.Exited.Result switch
        {
            WorkerExit.Left => SaladWorkerState.Left,
            WorkerExit.Failed => SaladWorkerState.Failed,
            _ => SaladWorkerState.Crashed,
        };
    }

    private static SaladWorkerState Seen(WorkerView seen) => seen.State switch
    {
        Store.WorkerState.Left => SaladWorkerState.Left,
        Store.WorkerState.Lost or Store.WorkerState.Away => SaladWorkerState.Crashed,
        _ => SaladWorkerState.Running,
    };
}
