using FruitSalad.Contract;

namespace FruitSalad.Worker;

/// <summary>Does the work of a task.</summary>
public interface ITaskRunner
{
    /// <summary>Works until the result is there. Completing synchronously is fine, and fast.</summary>
    /// <param name="task">What to do, with the results of the tasks that it depends on.</param>
    /// <param name="cancellation">The lease is lost, or the worker leaves: the result is no longer wanted.</param>
    /// <returns>The result, and tasks that it brings along if there are any.</returns>
    /// <exception cref="Exception">The work failed; the message goes to the owner.</exception>
    ValueTask<WorkResult> RunAsync(Assignment task, CancellationToken cancellation);
}
