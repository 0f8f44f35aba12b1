using FruitSalad.History;
using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.History;

/// <summary>
/// A history written by hand: numbers and times come by themselves, and so does the deadline that the policy asks for.
/// </summary>
internal sealed class HistoryScript(SaladPolicy policy)
{
    private TimeSpan _now;

    public List<SaladEvent> Events { get; } = [];

    public SaladSettings Settings { get; } = new() { Id = default, Policy = policy };

    /// <summary>A closed salad of some tasks; A and B have come, the clock has started.</summary>
    public static HistoryScript Of(int tasks, SaladPolicy? policy = null)
    {
        var script = new HistoryScript(policy ?? SaladPolicy.Robust);
        for (int id = 0; id < tasks; id++)
        {
            script.Add(id);
        }

        return script.Then(EventKind.Closed).Then(EventKind.WorkerJoined, worker: A).Then(EventKind.WorkerJoined, worker: B)
            .Then(EventKind.ClockStarted);
    }

    public HistoryScript At(double seconds)
    {
        _now = Seconds(seconds);
        return this;
    }

    public HistoryScript Add(int task, params int[] dependsOn) => Add(task, null, null, dependsOn);

    /// <summary>A task that asks for something.</summary>
    public HistoryScript Add(int task, TaskOptions? options, double? due, params int[] dependsOn) => Then(new SaladEvent
    {
        Options = options,
        Deadline = due is { } at ? Seconds(at) : null,
        Sequence = Events.Count,
        Time = _now,
        Kind = EventKind.Added,
        TaskId = task,
        TaskName = "pomme",
        DependsOn = dependsOn,
    });

    /// <summary>Something happens to an attempt.</summary>
    public HistoryScript Then(EventKind kind, int task, int attempt, WorkerId worker, double? deadline = null) =>
        Then(kind, worker, null, task, attempt, deadline is { } at ? Seconds(at) : null);

    /// <summary>A grant or a renewal under the lease of the policy.</summary>
    public HistoryScript Leased(EventKind kind, int task, int attempt, WorkerId worker) =>
        Then(kind, worker, null, task, attempt, _now + Settings.Policy.Lease);

    /// <summary>Something happens to a worker or to the salad.</summary>
    public HistoryScript Then(EventKind kind, WorkerId worker = default, string? detail = null, int task = -1) =>
        Then(kind, worker, detail, task, 0, null);

    /// <summary>Something happens to a task.</summary>
    public HistoryScript Task(EventKind kind, int task) => Then(kind, default, null, task, 0, null);

    /// <summary>Something happens to a replica of task 0.</summary>
    public HistoryScript Replica(EventKind kind, int replica, int attempt = 0, WorkerId worker = default, string? detail = null)
    {
        TimeSpan? deadline = kind == EventKind.Granted ? _now + Settings.Policy.Lease : null;
        Then(kind, worker, detail, 0, attempt, deadline);
        Events[^1] = Events[^1] with { Replica = replica };
        return this;
    }

    /// <summary>A grant of a replica and its answer.</summary>
    public HistoryScript Answer(int replica, WorkerId worker, string answer) =>
        Replica(EventKind.Granted, replica, replica, worker).Replica(EventKind.Answered, replica, replica, worker, answer);

    /// <summary>A grant and its result.</summary>
    public HistoryScript Do(int task, WorkerId worker) =>
        Leased(EventKind.Granted, task, 1, worker).Then(EventKind.Accepted, task, 1, worker);

    /// <summary>A grant of task 0 to A that fails.</summary>
    public HistoryScript Fail(int attempt) =>
        Leased(EventKind.Granted, 0, attempt, A).Then(EventKind.Failed, 0, attempt, A);

    public HistoryScript Ended(EndReason reason) => Then(EventKind.Ended, detail: reason.ToString());

    public HistoryChecker Observe()
    {
        var checker = new HistoryChecker(Settings);
        Events.ForEach(checker.Observe);
        return checker;
    }

    public HistoryChecker Finish(HistoryEnd? end = null)
    {
        HistoryChecker checker = Observe();
        checker.Finish(end);
        return checker;
    }

    private HistoryScript Then(
        EventKind kind, WorkerId worker, string? detail, int task, int attempt, TimeSpan? deadline) => Then(new SaladEvent
    {
        Sequence = Events.Count,
        Time = _now,
        Kind = kind,
        TaskId = task,
        TaskName = task < 0 ? null : "pomme",
        Attempt = attempt,
        Worker = worker,
        WorkerName = worker == A ? "A" : "B",
        Deadline = deadline,
        Detail = detail,
    });

    private HistoryScript Then(SaladEvent e)
    {
        Events.Add(e);
        return this;
    }
}
