using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>What makes a cell a replica of a task, and what was answered to it.</summary>
internal sealed class Ballot(TaskCell task, int number)
{
    /// <summary>The task.</summary>
    public TaskCell Task { get; } = task;

    /// <summary>The replica's number, from 1.</summary>
    public int Number { get; } = number;

    /// <summary>The digest of the answer; null: none yet.</summary>
    public string? Answer { get; set; }

    /// <summary>Whose answer it is.</summary>
    public WorkerId By { get; set; }

    public bool Agrees(Ballot other) => Answer is not null && Answer == other.Answer;
}
