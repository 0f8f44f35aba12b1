namespace FruitSalad.Tasks;

/// <summary>How a master shares the work.</summary>
public enum Strategy : byte
{
    /// <summary>Whoever asks gets the next task: workers come late, leave and come back.</summary>
    MasterWorker,

    /// <summary>
    /// The list is cut once into as many shares as workers are expected; each is handed over whole at a worker's first
    /// question, and no task may appear later. Without a lease a dead worker's share is lost.
    /// </summary>
    Static,
}
