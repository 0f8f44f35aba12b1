using FruitSalad.Contract;
using FruitSalad.Worker;

namespace FruitSalad.Benchmarks;

/// <summary>Tasks that take no time at all: what is left is the queue's own cost.</summary>
internal sealed class EmptyRunner : ITaskRunner
{
    public ValueTask<WorkResult> RunAsync(Assignment task, CancellationToken cancellation) => new(new JsonText("1"));
}
