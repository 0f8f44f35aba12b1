using System.Globalization;

namespace FruitSalad.Simulation;

/// <summary>A line of a run's story: who did what; <see cref="ToString"/> tells it in the user's language.</summary>
/// <param name="Number">Place in the story, from 1.</param>
/// <param name="Time">When, since the salad's epoch.</param>
/// <param name="Action">What was done.</param>
public sealed record TraceStep(int Number, TimeSpan Time, TraceAction Action)
{
    /// <summary>Whether it happened at the master.</summary>
    public bool AtMaster { get; init; }

    /// <summary>The worker that did it, or for whom the master did; null: none.</summary>
    public string? Worker { get; init; }

    /// <summary>Whether it happened where the results are gathered that peers without a master have.</summary>
    public bool Gathers { get; init; }

    /// <summary>The other worker that it is about; null: none.</summary>
    public string? Other { get; init; }

    /// <summary>The task whose timer thread of the master's did it; -1: none.</summary>
    public int Timer { get; init; } = -1;

    /// <summary>The task that it was done with; -1: none.</summary>
    public int TaskId { get; init; } = -1;

    /// <summary>That task's name.</summary>
    public string? TaskName { get; init; }

    /// <summary>The tutorial's to-do list afterwards, the next task last; null: this master has none.</summary>
    public IReadOnlyList<int>? ToDo { get; init; }

    /// <summary>The tutorial's list of tasks in progress afterwards.</summary>
    public IReadOnlyList<int>? InProgress { get; init; }

    /// <summary>Where a promise is broken: which, and how.</summary>
    public string? Violation { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string action = TraceText.ResourceManager.GetString(Action.ToString(), TraceText.Culture)!;
        string line = Fill("{0,4}. {1,8:0.000} s  {2}: ", Number, Time.TotalSeconds, Who());
        line += Fill(action, Task(), Violation, Other);
        return ToDo is null || InProgress is null
            ? line
            : $"{line} {Fill(TraceText.Lists, Names(ToDo), Names(InProgress))}";
    }

    private string Who()
    {
        if (Gathers)
        {
            return TraceText.Gatherer;
        }

        if (!AtMaster)
        {
            return Worker ?? "?";
        }

        if (Timer >= 0)
        {
            return Fill(TraceText.Timer, Name(Timer));
        }

        return Worker is null ? TraceText.Master : Fill(TraceText.For, Worker);
    }

    private string Task() => TaskId < 0 ? "?" : $"1 {TaskName} ({Name(TaskId)})";

    private static string Fill(string text, params object?[] values) =>
        string.Format(CultureInfo.InvariantCulture, text, values);

    private static string Names(IReadOnlyList<int> tasks) =>
        tasks.Count == 0 ? TraceText.Nothing : string.Join(' ', tasks.Select(Name));

    private static string Name(int task) => string.Create(CultureInfo.InvariantCulture, $"T-{task:00}");
}
