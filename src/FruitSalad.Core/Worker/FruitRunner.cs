using System.Text.Json;
using FruitSalad.Contract;

namespace FruitSalad.Worker;

/// <summary>Prepares a fruit: takes its time, and says so.</summary>
/// <param name="time">Measures the time.</param>
/// <param name="prepared">The result's text from the fruit's name: "1 pomme prepared".</param>
public sealed class FruitRunner(TimeProvider time, Func<string, string> prepared) : ITaskRunner
{
    /// <inheritdoc/>
    public ValueTask<WorkResult> RunAsync(Assignment task, CancellationToken cancellation)
    {
        JsonText result = Result(task.Name);
        return task.DurationMs <= 0
            ? new ValueTask<WorkResult>(result)
            : WaitAsync(TimeSpan.FromMilliseconds(task.DurationMs), result, cancellation);
    }

    private async ValueTask<WorkResult> WaitAsync(TimeSpan duration, JsonText result, CancellationToken cancellation)
    {
        await Task.Delay(duration, time, cancellation);
        return result;
    }

    private JsonText Result(string fruit) =>
        new(JsonSerializer.Serialize(prepared(fruit), SaladJson.Wire));
}
