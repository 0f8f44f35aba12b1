using System.Text.Json;
using FruitSalad.Contract;
using FruitSalad.PS.Scripts;

namespace FruitSalad.PS;

/// <summary>An accepted result, as Receive-SaladResult returns it.</summary>
public sealed class SaladResult
{
    internal SaladResult(ResultView result)
    {
        Task = result.Task;
        Name = result.Name;
        Attempt = result.Attempt;
        Worker = result.Worker;
        if (result.Shared is null || ReadScript(result) is not { } report)
        {
            Value = JsonValue.Read(result.Result.Text);
            return;
        }

        object?[] output = [.. report.Records.Where(record => record.Stream == "output").Select(record => record.Value)];
        Value = output switch { [] => null, [var one] => one, _ => output };
        Errors = [.. report.Records.Select(record => record.Value).OfType<ScriptItemException>()];
    }

    /// <summary>What one cook alone has made.</summary>
    internal SaladResult(int task, string name, object value)
    {
        Task = task;
        Name = name;
        Attempt = 1;
        Value = value;
    }

    /// <summary>The task's number.</summary>
    public int Task { get; }

    /// <summary>What people call the task.</summary>
    public string Name { get; }

    /// <summary>What the worker returned; of a script its output: nothing, one value, or an array of several.</summary>
    public object? Value { get; }

    /// <summary>The errors that a script wrote or threw.</summary>
    public IReadOnlyList<ScriptItemException> Errors { get; } = [];

    /// <summary>The last attempt issued for the task.</summary>
    public int Attempt { get; }

    /// <summary>What people call the worker of that attempt.</summary>
    public string? Worker { get; }

    /// <summary>What a script wrote; null: tasks in another language share something, and this is a plain result.</summary>
    private static ItemReport? ReadScript(ResultView result)
    {
        try
        {
            return ItemReport.Read(result.Result, result.Worker);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
