namespace FruitSalad.Tasks;

/// <summary>How the work is shared.</summary>
public enum Strategy : byte
{
    /// <summary>Whoever asks gets the next task: workers come late, leave and come back.</summary>
    MasterWorker,

    /// <summary>
    /// The list is cut once into as many shares as workers are expected; each is handed over whole at a worker's first
    /// question, and no task may appear later. Without a lease a dead worker's share is lost.
    /// </summary>
    Static,

    /// <summary>
    /// There is no master: each peer has a list, and one whose list is empty steals from another. All of them, and all
    /// tasks, are there from the beginning.
    /// </summary>
    WorkStealing,
}
