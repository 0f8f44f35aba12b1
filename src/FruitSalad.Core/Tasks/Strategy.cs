namespace FruitSalad.Tasks;

/// <summary>How the work is shared.</summary>
public enum Strategy : byte
{
    /// <summary>Whoever asks gets the next task: workers come late, leave and come back.</summary>
    MasterWorker,

    /// <summary>
    /// There is no master: each peer has a list, and one whose list is empty steals from another. All of them, and all
    /// tasks, are there from the beginning.
    /// </summary>
    WorkStealing,
}
