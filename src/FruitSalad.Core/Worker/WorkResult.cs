using System.Text;
using FruitSalad.Contract;

namespace FruitSalad.Worker;

/// <summary>What came of a piece of work. A plain JSON text is one.</summary>
/// <param name="Result">The result.</param>
public readonly record struct WorkResult(JsonText Result)
{
    /// <summary>New tasks that the work has brought to light: they enter if and when the result is accepted.</summary>
    public IReadOnlyList<NewTaskMessage> Add { get; init; } = [];

    /// <summary>A result and no new tasks.</summary>
    public static implicit operator WorkResult(JsonText result) => new(result);

    /// <summary>How many bytes it takes to say it.</summary>
    internal long Bytes => Encoding.UTF8.GetByteCount(Result.ToString())
        + Add.Sum(task => Encoding.UTF8.GetByteCount(task.Name) + (long)Encoding.UTF8.GetByteCount(task.Payload?.Text ?? ""));

    /// <summary>How many characters it takes to say it.</summary>
    internal long Length => Result.ToString().Length + Add.Sum(task => task.Name.Length + (long)(task.Payload?.Text.Length ?? 0));
}
