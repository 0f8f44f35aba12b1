namespace FruitSalad.Tasks;

/// <summary>The right to work on a task for a while: identity is (task, attempt, worker), not the task alone.</summary>
/// <param name="TaskId">The task's number.</param>
/// <param name="Attempt">The how-many-eth issue of this task, from 1, strictly increasing.</param>
/// <param name="Worker">Who holds it.</param>
/// <param name="Deadline">When it ends unless renewed, since the salad's epoch; <see cref="TimeSpan.MaxValue"/> for never.</param>
public readonly record struct Lease(int TaskId, int Attempt, WorkerId Worker, TimeSpan Deadline);
