using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>A task handed to a worker, with all that it needs to begin.</summary>
/// <param name="Task">The task; its duration is before the time scale.</param>
/// <param name="Attempt">The attempt's number.</param>
/// <param name="Deadline">When the lease ends, since the epoch; <see cref="TimeSpan.MaxValue"/> for never.</param>
public sealed record Grant(SaladTask Task, int Attempt, TimeSpan Deadline);
