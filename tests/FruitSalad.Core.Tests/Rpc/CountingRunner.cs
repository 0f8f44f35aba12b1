using System.Collections.Concurrent;
using FruitSalad.Contract;
using FruitSalad.Worker;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>Does nothing, and counts how often for which task.</summary>
internal sealed class CountingRunner : ITaskRunner
{
    public ConcurrentDictionary<int, int> Runs { get; } = new();

    /// <summary>What to wait for before a task is done.</summary>
    public Func<Assignment, CancellationToken, Task> Gate { get; init; } = (_, _) => Task.CompletedTask;

    public async ValueTask<WorkResult> RunAsync(Assignment task, CancellationToken cancellation)
    {
        Runs.AddOrUpdate(task.Task, 1, (_, count) => count + 1);
        await Gate(task, cancellation);
        return new JsonText("1");
    }
}
