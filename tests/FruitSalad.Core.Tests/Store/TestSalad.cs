using FruitSalad.History;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Store;

/// <summary>
/// A store, a memory store unless another is given, with a clock that the test moves. After every operation the whole history so far is checked, and
/// the store's state against the fold of its events: each test of the store is a test of the invariants as well.
/// </summary>
internal sealed class TestSalad
{
    public static readonly WorkerId A = Worker(1);
    public static readonly WorkerId B = Worker(2);
    public static readonly WorkerId C = Worker(3);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private readonly Action<TimeSpan>? _moveClock;
    private readonly Dictionary<WorkerId, long> _requests = [];
    private readonly Dictionary<WorkerId, int> _connections = [];

    public TestSalad(SaladPolicy policy, params NewTask[] tasks)
        : this(new SaladSettings { Id = new Guid(1, 0, 0, new byte[8]), Policy = policy }, tasks)
    {
    }

    public TestSalad(SaladSettings settings, params NewTask[] tasks)
        : this(new MemoryTaskStore(settings, tasks))
    {
    }

    /// <summary>A store that is there already, and what to tell of the time where it has a clock of its own.</summary>
    public TestSalad(ITaskStore store, Action<TimeSpan>? moveClock = null)
    {
        Store = store;
        _moveClock = moveClock;
        Checker = new HistoryChecker(store.Settings);
        Check();
    }

    public ITaskStore Store { get; private set; }

    public HistoryChecker Checker { get; }

    public TimeSpan Now
    {
        get;
        set
        {
            field = value;
            _moveClock?.Invoke(value);
        }
    }

    public Effect LastEffect { get; private set; }

    public SaladSnapshot Snapshot => Wait(Store.SnapshotAsync());

    public IReadOnlyList<TaskSnapshot> Tasks => Wait(Store.TasksAsync(null, 0, int.MaxValue));

    public List<SaladEvent> Events { get; } = [];

    /// <summary>Whether the whole state is checked after each step; else only the events, where reading takes its time.</summary>
    public bool IsThorough { get; set; } = true;

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

    /// <summary>Goes on with another store of the same salad: the checker sees one history.</summary>
    public void GoOnWith(ITaskStore store)
    {
        Store = store;
        Check();
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
        _connections[worker] = Done(Wait(Store.HelloAsync(worker, introduction, Now)));
        return this;
    }

    public void Disconnect(WorkerId worker, bool exited = false, int connectionsAgo = 0) =>
        Done(Wait(Store.DisconnectAsync(worker, _connections[worker] - connectionsAgo, exited, Now)));

    public void Goodbye(WorkerId worker) => Done(Wait(Store.GoodbyeAsync(worker, Now)));

    /// <summary>Asks anew.</summary>
    public Claim Ask(WorkerId worker, int max = 1) =>
        Ask(worker, _requests[worker] = _requests.GetValueOrDefault(worker) + 1, max);

    /// <summary>Asks with a number of the test's choice.</summary>
    public Claim Ask(WorkerId worker, long request, int max)
    {
        Claim answer = Done(Wait(Store.ClaimAsync(worker, request, max, Now, Now)));
        Checker.ObserveAnswer(worker, answer);
        Check();
        return answer;
    }

    /// <summary>Asks for one task and gets it.</summary>
    public Grant Get(WorkerId worker) => Assert.Single(Ask(worker).Grants);

    public Verdict Accept(WorkerId worker, int task, int attempt, params NewTask[] children) =>
        Accept(worker, new ResultEntry(task, attempt, $"\"{task}.{attempt}\"") { Children = children });

    public Verdict Accept(WorkerId worker, ResultEntry entry) =>
        Assert.Single(Done(Wait(Store.AcceptAsync(worker, [entry], Now))));

    /// <summary>Gets the next task and hands its result in.</summary>
    public void Do(WorkerId worker)
    {
        Grant grant = Get(worker);
        Assert.Equal(Verdict.Accepted, Accept(worker, grant.Task.Id, grant.Attempt));
    }

    public HeldTask[] Renew(WorkerId worker, params HeldTask[] held) => RenewAll(worker, held).Lost;

    public RenewOutcome RenewAll(WorkerId worker, params HeldTask[] held) => Done(Wait(Store.RenewAsync(worker, held, Now)));

    public int Dismiss(params WorkerId[] workers) => Done(Wait(Store.DismissAsync(workers, Now)));

    public LeaseOutcome Fail(WorkerId worker, int task, int attempt, string error = "burnt") =>
        Done(Wait(Store.FailAsync(worker, new HeldTask(task, attempt), error, Now)));

    public void Release(WorkerId worker, params HeldTask[] held) => Done(Wait(Store.ReleaseAsync(worker, held, Now)));

    public int? Add(string request, params NewTask[] tasks) => Done(Wait(Store.AddAsync(request, tasks, Now)));

    public string? Shared(string key) => Wait(Store.SharedAsync(key));

    public bool Share(string key, string value) => Done(Wait(Store.ShareAsync(key, value, Now)));

    public int Withdraw(params int[] tasks) => Done(Wait(Store.WithdrawAsync(tasks, Now)));

    public int Restart(params int[] tasks) => Done(Wait(Store.RestartAsync(tasks, Now)));

    public void Close() => Done(Wait(Store.CloseAsync(Now)));

    public void Stop(bool force = false) => Done(Wait(Store.StopAsync(force, Now)));

    public void Refuse(WorkerId worker, string why) => Done(Wait(Store.RefuseAsync(worker, why, Now)));

    /// <summary>Says that a worker is on its way.</summary>
    public void Announce(WorkerId worker) => Done(Wait(Store.AnnounceAsync(worker, Now)));

    public Effect Tick() => Done(Wait(Store.TickAsync(Now)));

    public TaskState State(int task) => Tasks[task].State;

    public int Count(EventKind kind) => Events.Count(e => e.Kind == kind);

    private T Wait<T>(ValueTask<T> step) =>
        Store is MemoryTaskStore ? Take(step) : step.AsTask().WaitAsync(Bound).GetAwaiter().GetResult();

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
        EventPage page = Wait(Store.EventsAsync(Checker.Fold.Next, int.MaxValue));
        Events.AddRange(page.Events);
        foreach (SaladEvent e in page.Events)
        {
            Checker.Observe(e);
        }

        if (IsThorough)
        {
            Checker.CheckState(Snapshot);
            Checker.CheckState(Tasks);
        }

        Checker.Finish();
        Assert.Empty(Checker.Violations);
    }
}
