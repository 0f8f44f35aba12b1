namespace FruitSalad.Simulation;

/// <summary>Holds the steps to their word: in a simulation there is nothing to wait for.</summary>
internal static class At
{
    /// <summary>The value of a step that has completed.</summary>
    /// <exception cref="InvalidOperationException">It waits for something.</exception>
    public static T Once<T>(ValueTask<T> step) =>
        step.IsCompleted ? step.GetAwaiter().GetResult() : throw Waits();

    /// <summary>A step without a value.</summary>
    /// <exception cref="InvalidOperationException">It waits for something.</exception>
    public static void Once(ValueTask step)
    {
        if (!step.IsCompleted)
        {
            throw Waits();
        }

        step.GetAwaiter().GetResult();
    }

    private static InvalidOperationException Waits() => new("A step did not complete at once.");
}
