using FruitSalad.Worker;

namespace FruitSalad.Processes;

/// <summary>A worker that this process started: a child process, or a thread.</summary>
public interface ILocalWorker : IAsyncDisposable
{
    /// <summary>Its identity.</summary>
    Guid Id { get; }

    /// <summary>What people call it.</summary>
    string Name { get; }

    /// <summary>Its process; 0: a thread of this one.</summary>
    int ProcessId { get; }

    /// <summary>Completes with how it ended; never fails.</summary>
    Task<WorkerExit> Exited { get; }

    /// <summary>Its log lines so far, in order, each with the name of who said it.</summary>
    IReadOnlyList<(string Worker, WorkerLine Line)> Lines { get; }

    /// <summary>Asks it to finish what runs and leave.</summary>
    void Drain();

    /// <summary>Ends it now, as a crash would.</summary>
    void Kill();
}

/// <summary>How a worker ended.</summary>
public enum WorkerExit
{
    /// <summary>It left: dismissed, drained, or because its parent ended.</summary>
    Left,

    /// <summary>It ended without a word: the planned crash, or killed from outside.</summary>
    Crashed,

    /// <summary>It could not work: no master, or a bug; its last lines and its standard error say which.</summary>
    Failed,
}
