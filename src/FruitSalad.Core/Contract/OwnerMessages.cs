using FruitSalad.Tasks;

namespace FruitSalad.Contract;

/// <summary>A task that has no number yet.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="DurationMs">How long it takes, in ms, before the time scale.</param>
public sealed record NewTaskMessage(string Name, double DurationMs = 0)
{
    /// <summary>What its runner needs beyond the name; null for a fruit.</summary>
    public JsonText? Payload { get; init; }

    /// <summary>The key of a value that was shared before: what this task has in common with others, a script say.</summary>
    public string? Shared { get; init; }

    /// <summary>Numbers of the tasks that must be done before.</summary>
    public IReadOnlyList<int>? DependsOn { get; init; }

    /// <summary>Ready tasks of a higher one go first; null: 0.</summary>
    public int? Priority { get; init; }

    /// <summary>How long after it was added it is not handed out yet, in ms, before the time scale; null: not at all.</summary>
    public double? DelayMs { get; init; }

    /// <summary>
    /// How long one attempt may run, in ms, before the time scale; 0: as long as it likes; null: as the policy says.
    /// </summary>
    public double? RunLimitMs { get; init; }

    /// <summary>After how many failed attempts it is dead; 0: never; null: as the policy says.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>What a worker must offer to get it; null: nothing.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Places, from 0, of earlier tasks of the same list that must be done before.</summary>
    public IReadOnlyList<int>? Siblings { get; init; }
}

/// <summary>Tasks to add.</summary>
/// <param name="Request">Any text that names this addition: sent twice, it adds once.</param>
/// <param name="Tasks">What to add.</param>
public sealed record Addition(string Request, IReadOnlyList<NewTaskMessage> Tasks);

/// <summary>The answer to <see cref="Addition"/>.</summary>
/// <param name="First">The first new task's number; the others follow it.</param>
/// <param name="Count">How many.</param>
public sealed record Added(int First, int Count);

/// <summary>What many tasks have in common. Each connection gets it once, with the first task that names it.</summary>
/// <param name="Key">Names it; the same key stands for the same value for ever.</param>
/// <param name="Value">Any JSON value.</param>
public sealed record SharedValue(string Key, JsonText Value);

/// <summary>How to stop.</summary>
/// <param name="Force">At once, not waiting for living leases.</param>
public sealed record Stop(bool Force = false);

/// <summary>Some workers.</summary>
/// <param name="Workers">Their identities.</param>
public sealed record WorkerList(IReadOnlyList<Guid> Workers);

/// <summary>A look at the salad.</summary>
/// <param name="WaitMs">How long to wait for the salad's end, in ms; 0: answer at once.</param>
public sealed record StatusQuery(double WaitMs = 0);

/// <summary>Which tasks.</summary>
/// <param name="State">Only those in this state; null: all.</param>
/// <param name="From">The smallest number wanted.</param>
/// <param name="Max">How many at most.</param>
public sealed record TaskQuery(TaskState? State = null, int From = 0, int Max = 1000);

/// <summary>Which results.</summary>
/// <param name="From">The smallest task number wanted.</param>
/// <param name="Max">How many at most.</param>
public sealed record ResultQuery(int From = 0, int Max = 1000);

/// <summary>Some tasks' numbers.</summary>
/// <param name="Tasks">The numbers.</param>
public sealed record TaskList(IReadOnlyList<int> Tasks);

/// <summary>Which events.</summary>
/// <param name="Since">The first number wanted.</param>
/// <param name="Max">How many at most.</param>
/// <param name="WaitMs">How long to wait for the first, in ms.</param>
public sealed record EventQuery(long Since = 0, int Max = 1000, double WaitMs = 0);

/// <summary>A page of tasks.</summary>
/// <param name="Tasks">The tasks.</param>
/// <param name="Next">Where the next page begins; null: this was the last.</param>
public sealed record TaskPage(IReadOnlyList<TaskView> Tasks, int? Next = null);

/// <summary>A task as its owner sees it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">What people call it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="DurationMs">How long it takes, in ms, before the time scale.</param>
/// <param name="Attempt">The last attempt's number; 0 before the first.</param>
public sealed record TaskView(int Id, string Name, TaskState State, double DurationMs, int Attempt)
{
    /// <summary>What people call the worker of the last attempt.</summary>
    public string? Worker { get; init; }

    /// <summary>How long the live lease lasts from now, in ms; null for none or for ever.</summary>
    public double? LeaseMs { get; init; }

    /// <summary>What the last failed attempt said.</summary>
    public string? Error { get; init; }

    /// <summary>Numbers of the tasks that must be done before.</summary>
    public IReadOnlyList<int>? DependsOn { get; init; }

    /// <summary>The number of the dead task because of which this one is blocked for ever; null while there is hope.</summary>
    public int? BlockedBy { get; init; }

    /// <summary>How long from now until a task comes due that waits for nothing but its time, in ms.</summary>
    public double? DueMs { get; init; }

    /// <summary>Its priority, where it has one.</summary>
    public int? Priority { get; init; }

    /// <summary>What a worker must offer to get it; null: nothing.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Whether it is ready, and no worker that is present offers all its labels.</summary>
    public bool Unplaced { get; init; }

    /// <summary>The turns of the workers at a task that several do; null: one alone does it.</summary>
    public IReadOnlyList<ReplicaView>? Replicas { get; init; }
}

/// <summary>One of the workers' turns at a task that several do.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="State">Where it stands; done: its answer is in.</param>
/// <param name="Attempt">The last attempt that was issued for it; 0 before the first.</param>
/// <param name="Worker">What people call the worker.</param>
/// <param name="Agrees">Whether its answer is the accepted one; null where either is missing.</param>
public sealed record ReplicaView(int Number, TaskState State, int Attempt, string? Worker, bool? Agrees);

/// <summary>A page of results.</summary>
/// <param name="Results">The results.</param>
/// <param name="Next">Where the next page begins; null: this was the last.</param>
public sealed record ResultPage(IReadOnlyList<ResultView> Results, int? Next = null);

/// <summary>An accepted result.</summary>
/// <param name="Task">The task's number.</param>
/// <param name="Name">What people call the task.</param>
/// <param name="Attempt">The last attempt issued for it.</param>
/// <param name="Result">The result.</param>
/// <param name="Worker">What people call the worker of that attempt.</param>
public sealed record ResultView(int Task, string Name, int Attempt, JsonText Result, string? Worker = null)
{
    /// <summary>The key of what its task had in common with others, a script say; null: nothing.</summary>
    public string? Shared { get; init; }
}

/// <summary>A page of events.</summary>
/// <param name="Events">The events, in order.</param>
/// <param name="Next">The number to ask from next time.</param>
/// <param name="Incomplete">Whether events that were asked for are forgotten already.</param>
/// <param name="Ended">Whether the salad has ended: no more will come in this round.</param>
public sealed record EventAnswer(IReadOnlyList<SaladEvent> Events, long Next, bool Incomplete, bool Ended);
