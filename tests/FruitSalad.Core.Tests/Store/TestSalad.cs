using FruitSalad.History;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Store;

/// <summary>
/// A memory store with a clock that the test moves. After every operation the whole history so far is checked, and
/// the store's state against the fold of its events: each test of the store is a test of the invariants as well.
/// </summary>
internal sealed class TestSalad
{
    public static readonly WorkerId A = Worker(1);
    public static readonly WorkerId B = Worker(2);
    public static readonly WorkerId C = Worker(3);
    private readonly Dictionary<WorkerId, long> _requests = [];
    private readonly Dictionary<WorkerId, int> _connections = [];

    public TestSalad(SaladPolicy policy, params NewTask[] tasks)
        : this(new SaladSettings { Id = new Guid(1, 0, 0, new byte[8]), Policy = policy }, tasks)
    {
    }

    public TestSalad(SaladSettings settings, params NewTask[] tasks)
    {
        Store = new MemoryTaskStore(settings, tasks);
        Checker = new HistoryChecker(settings);
        Check();
    }

    public MemoryTaskStore Store { get; }

    public HistoryChecker Checker { get; }

    public TimeSpan Now { get; set; }

    public Effect LastEffect { get; private set; }

    public SaladSnapshot Snapshot => Take(Store.SnapshotAsync());

    public IReadOnlyList<TaskSnapshot> Tasks => Take(Store.TasksAsync(null, 0, int.MaxValue));

    public List<SaladEvent> Events { get; } = [];

    public static WorkerId Worker(int number) => new(new Guid(number, 0, 0, new byte[8]));

    public static NewTask Task(string name = "pomme", double seconds = 3, params int[] dependsOn) =>
        new(name, TimeSpan.FromSeconds(seconds)) { DependsOn = dependsOn };

    public static NewTask[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => Task($"fruit {i}"))];

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    public static T Take<T>(ValueTask<T> task)
    {
        Assert.True(task.IsCompletedSuccessfully, "The memory store completes synchronously.");
        return task.Result;
    }

    public TestSalad At(double seconds)
    {
        Now = Seconds(seconds);
        return this;
    }

    public TestSalad Hello(params WorkerId[] workers)
    {
        foreach (WorkerId worker in workers)
        {
            Hello(worker, []);
        }

        return this;
    }

    /// <summary>A worker comes that offers something.</summary>
    public TestSalad Hello(WorkerId worker, params string[] labels)
    {
        var introduction = new WorkerIntroduction($"W-{worker}", 0, "here") { Labels = labels };
        _connections[worker] = Done(Take(Store.HelloAsync(worker, introduction, Now)));
        return this;
    }

    public void Disconnect(WorkerId worker, bool exited = false, int connectionsAgo = 0) =>
        Done(Take(Store.DisconnectAsync(worker, _connections[worker] - connectionsAgo, exited, Now)));

    public void Goodbye(WorkerId worker) => Done(Take(Store.GoodbyeAsync(worker, Now)));

    /// <summary>Asks anew.</summary>
    public Claim Ask(WorkerId worker, int max = 1) =>
        Ask(worker, _requests[worker] = _requests.GetValueOrDefault(worker) + 1, max);

    /// <summary>Asks with a number of the test's choice.</summary>
    public Claim Ask(WorkerId worker, long request, int max)
    {
        Claim answer = Done(Take(Store.ClaimAsync(worker, request, max, Now, Now)));
        Checker.ObserveAnswer(worker, answer);
        Check();
        return answer;
    }

    /// <summary>Asks for one task and gets it.</summary>
    public Grant Get(WorkerId worker) => Assert.Single(Ask(worker).Grants);

    public Verdict Accept(WorkerId worker, int task, int attempt, params NewTask[] children) =>
        Accept(worker, new ResultEntry(task, attempt, $"\"{task}.{attempt}\"") { Children = children });

    public Verdict Accept(WorkerId worker, ResultEntry entry) =>
        Assert.Single(Done(Take(Store.AcceptAsync(worker, [entry], Now))));

    /// <summary>Gets the next task and hands its result in.</summary>
    public void Do(WorkerId worker)
    {
        Grant grant = Get(worker);
        Assert.Equal(Verdict.Accepted, Accept(worker, grant.Task.Id, grant.Attempt));
    }

    public HeldTask[] Renew(WorkerId worker, params HeldTask[] held) => Done(Take(Store.RenewAsync(worker, held, Now)));

    public LeaseOutcome Fail(WorkerId worker, int task, int attempt, string error = "burnt") =>
        Done(Take(Store.FailAsync(worker, new HeldTask(task, attempt), error, Now)));

    public void Release(WorkerId worker, params HeldTask[] held) => Done(Take(Store.ReleaseAsync(worker, held, Now)));

    public int? Add(string request, params NewTask[] tasks) => Done(Take(Store.AddAsync(request, tasks, Now)));

    public int Restart(params int[] tasks) => Done(Take(Store.RestartAsync(tasks, Now)));

    public void Close() => Done(Take(Store.CloseAsync(Now)));

    public void Stop(bool force = false) => Done(Take(Store.StopAsync(force, Now)));

    public void Refuse(WorkerId worker, string why) => Done(Take(Store.RefuseAsync(worker, why, Now)));

    /// <summary>Says that a worker is on its way.</summary>
    public void Announce(WorkerId worker) => Done(Take(Store.AnnounceAsync(worker, Now)));

    public Effect Tick() => Done(Take(Store.TickAsync(Now)));

    public TaskState State(int task) => Tasks[task].State;

    public int Count(EventKind kind) => Events.Count(e => e.Kind == kind);

    private T Done<T>(Transition<T> transition)
    {
        Done(transition.Effect);
        return transition.Value;
    }

    private Effect Done(Effect effect)
    {
        LastEffect = effect;
        Check();
        Assert.Equal(effect.Events, Checker.Fold.Next);
        return effect;
    }

    private void Check()
    {
        EventPage page = Take(Store.EventsAsync(Checker.Fold.Next, int.MaxValue));
        Events.AddRange(page.Events);
        foreach (SaladEvent e in page.Events)
        {
            Checker.Observe(e);
        }

        Checker.CheckState(Snapshot);
        Checker.CheckState(Tasks);
        Checker.Finish();
        Assert.Empty(Checker.Violations);
    }
}
