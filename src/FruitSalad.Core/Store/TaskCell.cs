using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>
/// A task as the memory store keeps it. One object a task and no more until something happens to it: a million ready
/// tasks cost their names and this.
/// </summary>
internal sealed class TaskCell(int id, NewTask task) : Timed
{
    // A task with a result is done, and stands in no list: one place for both saves a million tasks 8 MB.
    private object? _beforeOrResult;

    public int Id { get; } = id;

    public string Name { get; } = task.Name;

    public TimeSpan Duration { get; } = task.Duration;

    public string? Payload { get; } = task.Payload;

    public string? Shared { get; } = task.Shared;

    /// <summary>The rules' view of the task.</summary>
    public TaskRow Row { get; set; }

    /// <summary>The accepted result, as JSON text. Set when the task has left the ready list.</summary>
    public string? Result
    {
        get => _beforeOrResult as string;
        set => _beforeOrResult = value;
    }

    /// <summary>What few tasks have: dependencies, dependants, options, earlier attempts, the last error.</summary>
    public TaskTies? Ties { get; set; }

    /// <summary>The vote on a task that several do; null: it is an ordinary one, or a replica.</summary>
    public TaskVote? Vote => Ties?.Vote;

    /// <summary>What makes it a replica; null: it is a task of its own.</summary>
    public Ballot? Ballot => Ties?.Ballot;

    /// <summary>Neighbours in the ready list.</summary>
    public TaskCell? Before
    {
        get => _beforeOrResult as TaskCell;
        set => _beforeOrResult = value;
    }

    public TaskCell? After { get; set; }

    /// <summary>Which came first on the to-do list, over all its lanes.</summary>
    public long ReadyOrder { get; set; }

    /// <summary>Whom this attempt was issued to; none if it never was.</summary>
    public WorkerId IssuedTo(int attempt)
    {
        if (attempt == Row.Attempt && attempt > 0)
        {
            return Row.Holder;
        }

        return attempt > 0 && attempt < Row.Attempt ? Ties!.EarlierHolders[attempt - 1] : WorkerId.None;
    }

    /// <summary>Whether this worker may do it, its labels aside.</summary>
    public bool IsOpenTo(WorkerId worker, RuleBook rules) => Ballot is not { Task.Vote: { } vote }
        || rules.MayVote(vote.IsHeldBy(worker), vote.IsAnsweredBy(worker));

    /// <summary>The same work once more, for another worker.</summary>
    public NewTask ToNew() => new(Name, Duration, Payload) { Shared = Shared };

    public SaladTask ToTask() => new(Id, Name, Duration)
    {
        Payload = Payload,
        Shared = Shared,
        DependsOn = Ties?.DependsOn ?? [],
        Options = Ties?.Options ?? TaskOptions.None,
    };
}
