namespace FruitSalad.Simulation;

/// <summary>
/// Who does a step: a worker, or the master - for a worker whose message it handles, or on its own. Between steps of
/// the same actor only time and the channel decide; between those of different ones, the schedule.
/// </summary>
/// <param name="Place">The worker's place in the plan; -1: no worker; below: a timer thread of a task's.</param>
/// <param name="AtMaster">Whether it happens at the master.</param>
internal readonly record struct Actor(int Place, bool AtMaster)
{
    /// <summary>The master on its own: its timer, its owner.</summary>
    public static Actor Master => new(-1, true);

    /// <summary>The task that this timer thread is for; -1: it is none.</summary>
    public int Timer => Place < -1 ? -2 - Place : -1;

    /// <summary>A thread of the master's that waits for a task's time to be over.</summary>
    public static Actor TimerOf(int task) => new(-2 - task, true);
}
