namespace FruitSalad.Benchmarks;

/// <summary>The memory store completes before it returns: its answers need no await.</summary>
internal static class Synchronous
{
    public static T Take<T>(ValueTask<T> task) =>
        task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException("The store did not complete.");
}
