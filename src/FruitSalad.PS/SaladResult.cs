using FruitSalad.Contract;

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
        Value = JsonValue.Read(result.Result.Text);
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

    /// <summary>What the worker returned.</summary>
    public object? Value { get; }

    /// <summary>The last attempt issued for the task.</summary>
    public int Attempt { get; }

    /// <summary>What people call the worker of that attempt.</summary>
    public string? Worker { get; }
}
