using System.Text.Json.Serialization;
using FruitSalad.Tasks;

namespace FruitSalad.Contract;

/// <summary>A worker's question.</summary>
/// <param name="Request">Its number, strictly increasing: the same one gets the same leases again.</param>
/// <param name="Max">How many tasks the worker takes at most.</param>
/// <param name="WaitMs">How long it may wait for the answer, in ms.</param>
public sealed record Ask(long Request, int Max = 1, double WaitMs = 0);

/// <summary>What an answer says.</summary>
public enum AnswerKind
{
    /// <summary>Nothing now: ask again.</summary>
    Wait,

    /// <summary>Here is work.</summary>
    Assigned,

    /// <summary>There is nothing more: leave.</summary>
    Done,
}

/// <summary>Why a worker may leave.</summary>
public enum DoneReason
{
    /// <summary>Every task is done.</summary>
    Completed,

    /// <summary>Nothing is left, but some tasks are dead.</summary>
    Failed,

    /// <summary>The salad ended because nobody was left.</summary>
    Idle,

    /// <summary>The owner stopped it.</summary>
    Stopped,

    /// <summary>The list is empty; tasks may still be in progress elsewhere (the Basic preset).</summary>
    Drained,
}

/// <summary>The answer to <see cref="Ask"/>.</summary>
/// <param name="Kind">Which of the three answers.</param>
public sealed record Answer(AnswerKind Kind)
{
    /// <summary>The work, where it is assigned.</summary>
    public IReadOnlyList<Assignment>? Tasks { get; init; }

    /// <summary>The shared values that these tasks name and this connection has not had yet, by their keys.</summary>
    public IReadOnlyDictionary<string, JsonText>? Shared { get; init; }

    /// <summary>How long to wait before asking again, in ms, where the answer is wait.</summary>
    public double? RetryAfterMs { get; init; }

    /// <summary>Why to leave, where the answer is done.</summary>
    public DoneReason? Reason { get; init; }
}

/// <summary>A task under a lease, as its worker gets it.</summary>
/// <param name="Task">The task's number.</param>
/// <param name="Attempt">The attempt's number; results and renewals name it.</param>
/// <param name="Name">What people call the task.</param>
/// <param name="DurationMs">How long to work, in ms, scaled.</param>
/// <param name="LeaseMs">How long the lease lasts from now, in ms; null: for ever.</param>
public sealed record Assignment(int Task, int Attempt, string Name, double DurationMs, double? LeaseMs = null)
{
    /// <summary>What the runner needs beyond the name; null for a fruit.</summary>
    public JsonText? Payload { get; init; }

    /// <summary>The key of what the task has in common with others; null: nothing.</summary>
    public string? Shared { get; init; }

    /// <summary>What that key stands for: filled in by the worker, which was told it once.</summary>
    [JsonIgnore]
    public JsonText? SharedValue { get; init; }

    /// <summary>The results of the tasks that it depends on, by their numbers; null where it depends on none.</summary>
    public IReadOnlyDictionary<int, JsonText>? Inputs { get; init; }
}

/// <summary>Results, and perhaps a question with them.</summary>
/// <param name="Results">One or more.</param>
/// <param name="Ask">With it, the receipt carries the answer.</param>
public sealed record Delivery(IReadOnlyList<TaskResult> Results, Ask? Ask = null);

/// <summary>The result of an attempt.</summary>
/// <param name="Task">The task's number.</param>
/// <param name="Attempt">The attempt's number.</param>
/// <param name="Result">Any JSON value.</param>
public sealed record TaskResult(int Task, int Attempt, JsonText Result)
{
    /// <summary>The lower-case hexadecimal SHA-256 of the result's UTF-8 text as it stands in this message, if wanted.</summary>
    public string? Digest { get; init; }

    /// <summary>New tasks: they enter if and when this result is accepted.</summary>
    public IReadOnlyList<NewTaskMessage>? Add { get; init; }
}

/// <summary>The answer to <see cref="Delivery"/>.</summary>
/// <param name="Verdicts">One for each result, in order.</param>
/// <param name="Next">The answer to the question that came along.</param>
public sealed record Receipt(IReadOnlyList<Verdict> Verdicts, Answer? Next = null);

/// <summary>A lease as its holder names it.</summary>
/// <param name="Task">The task's number.</param>
/// <param name="Attempt">The attempt's number.</param>
public sealed record LeaseName(int Task, int Attempt);

/// <summary>Some leases of the caller's.</summary>
/// <param name="Leases">Which.</param>
public sealed record Held(IReadOnlyList<LeaseName> Leases);

/// <summary>A sign of life.</summary>
/// <param name="Leases">All that the worker holds, in the order in which it works: the first one runs.</param>
public sealed record Renewal(IReadOnlyList<LeaseName> Leases);

/// <summary>The answer to <see cref="Renewal"/>.</summary>
/// <param name="Lost">Leases that are no longer the caller's: stop working on them.</param>
/// <param name="Drain">Whether to finish what runs and then leave.</param>
public sealed record Renewed(IReadOnlyList<LeaseName> Lost, bool Drain);

/// <summary>An attempt that failed.</summary>
/// <param name="Task">The task's number.</param>
/// <param name="Attempt">The attempt's number.</param>
/// <param name="Error">What went wrong, for people.</param>
public sealed record Failure(int Task, int Attempt, string Error);

/// <summary>What became of a failed attempt's task.</summary>
public enum FailVerdict
{
    /// <summary>It goes to another attempt.</summary>
    Requeued,

    /// <summary>Its attempts are used up.</summary>
    Dead,

    /// <summary>The lease was not the caller's any more.</summary>
    Lost,
}

/// <summary>The answer to <see cref="Failure"/>.</summary>
/// <param name="Verdict">What became of the task.</param>
public sealed record FailReceipt(FailVerdict Verdict);
