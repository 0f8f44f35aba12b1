using System.Text.Json;
using FruitSalad.Contract;
using FruitSalad.History;
using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.Store;

/// <summary>A salad under a random policy and random commands, sensible and senseless, all drawn from one seed.</summary>
internal sealed class RandomHistory
{
    private readonly SeededRandom _random;
    private readonly WorkerId[] _workers = [A, B, C];
    private readonly List<(WorkerId Worker, HeldTask Lease)> _issued = [];
    private readonly List<AcknowledgedResult> _results = [];
    private readonly List<AcknowledgedAddition> _additions = [];
    private readonly TestSalad _salad;
    private int _children;

    /// <param name="seed">Everything follows from it.</param>
    /// <param name="make">Makes the store; null: a memory store.</param>
    public RandomHistory(long seed, Func<SaladSettings, NewTask[], TestSalad>? make = null)
    {
        _random = new SeededRandom(seed);
        var settings = new SaladSettings
        {
            Id = default,
            Policy = Policy(),
            KeepOpen = _random.Chance(0.3),
            ExpectWorkers = _random.Next(3),
        };
        _salad = (make ?? ((salad, tasks) => new TestSalad(salad, tasks)))(settings, Tasks(0));
        _salad.IsThorough = make is null;
    }

    public TestSalad Salad => _salad;

    /// <summary>All that was answered, and all that is there now: equal for equal stores.</summary>
    public string Trace => JsonSerializer.Serialize(
        new { _results, _additions, _issued, _salad.Snapshot, _salad.Tasks, _salad.Events }, SaladJson.Wire);

    /// <summary>Runs so many commands and checks what only the end can show.</summary>
    public RandomHistory Run(int commands)
    {
        for (int i = 0; i < commands; i++)
        {
            Step();
        }

        _salad.Checker.CheckState(_salad.Snapshot);
        _salad.Checker.CheckResults(_results, _salad.Tasks);
        _salad.Checker.CheckAdditions(_additions);
        Assert.Empty(_salad.Checker.Violations);
        return this;
    }

    private void Step()
    {
        WorkerId worker = _workers[_random.Next(_workers.Length)];
        HeldTask lease = AnyLease(out WorkerId holder);
        HeldTask[] held = _random.Chance(0.8) ? [.. HeldBy(worker)] : [lease];
        switch (_random.Next(20))
        {
            case 0 or 1: _salad.Hello(worker, worker == A ? ["gpu"] : []); break;
            case 2 or 3 or 4 or 5: Ask(worker); break;
            case 6 or 7 or 8: Accept(_random.Chance(0.9) ? holder : worker, lease); break;
            case 9 or 10: _salad.Renew(worker, held); break;
            case 11: _salad.Fail(_random.Chance(0.9) ? holder : worker, lease.TaskId, lease.Attempt); break;
            case 12: _salad.Release(worker, [.. held.Take(1 + _random.Next(2))]); break;
            case 13 when _salad.Checker.Fold.Worker(worker) is not null:
                _salad.Disconnect(worker, _random.Chance(0.3), _random.Next(2));
                break;
            case 14 when _random.Chance(0.3): _salad.Goodbye(worker); break;
            case 15 when _random.Chance(0.5): Add(); break;
            case 16 when _random.Chance(0.3): EndOrReopen(); break;
            case 17: _salad.Tick(); break;
            case 18 when _random.Chance(0.05): _salad.Dismiss(worker); break;
            default: _salad.Now += Seconds(_random.Next(5) * 0.75); break;
        }
    }

    private void Ask(WorkerId worker)
    {
        Claim claim = _random.Chance(0.85)
            ? _salad.Ask(worker, 1 + _random.Next(3))
            : _salad.Ask(worker, _random.Next(6), 1 + _random.Next(3));
        _issued.AddRange(claim.Grants.Select(grant => (worker, new HeldTask(grant.Task.Id, grant.Attempt))));
    }

    private void Accept(WorkerId worker, HeldTask lease)
    {
        NewTask[] children = _random.Chance(0.2) && _children++ < 5 ? Tasks(_salad.Tasks.Count) : [];
        string result = _random.Chance(0.6) ? "7" : $"{_results.Count}";
        var entry = new ResultEntry(lease.TaskId, lease.Attempt, result, _random.Chance(0.95)) { Children = children };
        int before = _salad.Tasks.Count;
        Verdict verdict = _salad.Accept(worker, entry);
        var acknowledged = new AcknowledgedResult("M", worker, lease.TaskId, lease.Attempt, verdict, result);
        _results.Add(acknowledged);
        Assert.Equal(acknowledged.Counts ? children.Length : 0, _salad.Tasks.Count - before);
    }

    private void Add()
    {
        string request = $"add {_random.Next(4)}";
        NewTask[] tasks = Tasks(_salad.Tasks.Count);
        bool known = _additions.Exists(addition => addition.Request == request);
        int? first = _salad.Add(request, tasks);
        Assert.True(!known || _additions.Exists(addition => addition.Request == request && addition.First == first));
        if (!known && first is { } id)
        {
            _additions.Add(new AcknowledgedAddition(request, id, tasks.Length));
        }
    }

    private void EndOrReopen()
    {
        switch (_random.Next(5))
        {
            case 0: _salad.Close(); break;
            case 1: _salad.Stop(_random.Chance(0.5)); break;
            case 2: _salad.Refuse(A, "no"); break;
            case 3: _salad.Withdraw([.. Enumerable.Range(_random.Next(4) - 1, 1 + _random.Next(4))]); break;
            default: _salad.Restart([.. Enumerable.Range(-1, 8)]); break;
        }
    }

    private IEnumerable<HeldTask> HeldBy(WorkerId worker) =>
        _salad.Checker.Fold.Worker(worker)?.Held.Select(task => new HeldTask(task.Id, task.Attempt)) ?? [];

    /// <summary>A lease that once was issued, mostly a recent one; sometimes one that never was.</summary>
    private HeldTask AnyLease(out WorkerId holder)
    {
        holder = _workers[_random.Next(_workers.Length)];
        if (_issued.Count == 0 || _random.Chance(0.05))
        {
            return new HeldTask(_random.Next(9) - 1, _random.Next(4));
        }

        int back = _random.Chance(0.7) ? Math.Min(3, _issued.Count) : _issued.Count;
        (holder, HeldTask lease) = _issued[^(1 + _random.Next(back))];
        return lease;
    }

    private NewTask[] Tasks(int first) => [.. Enumerable.Range(first, _random.Next(5)).Select(id => Task(
        $"fruit {id}", 1, id > 0 && _random.Chance(0.3) ? [_random.Next(id), _random.Next(id)] : []) with
    {
        Options = _random.Chance(0.7) ? TaskOptions.None : Options(),
        Siblings = id > first && _random.Chance(0.3) ? [_random.Next(id - first)] : [],
    })];

    private TaskOptions Options() => new()
    {
        Priority = _random.Next(3) - 1,
        Delay = Pick(Seconds(0), Seconds(0), Seconds(2), Seconds(12)),
        RunLimit = Pick<TimeSpan?>(null, Seconds(0), Seconds(3)),
        MaxAttempts = Pick<int?>(null, 0, 1, 2),
        Labels = Pick<string[]>([], [], ["gpu"]),
    };

    private SaladPolicy Policy()
    {
        SaladPolicy policy = SinglePolicy();
        int replicas = policy.LateResult == LateResult.CreditHolder ? 1 : Pick(1, 1, 2, 3);
        return policy with { Replicas = replicas, Quorum = replicas == 1 ? 1 : Pick(1, 2), MaxReplicas = Pick<int?>(null, 3) };
    }

    private SaladPolicy SinglePolicy() => new()
    {
        Lease = Pick<TimeSpan?>(null, Seconds(3), Seconds(10)),
        Renewal = _random.Chance(0.7),
        LateResult = Pick(LateResult.FirstValid, LateResult.FirstValid, LateResult.Discard, LateResult.CreditHolder),
        OnDisconnect = Pick(DisconnectPolicy.Requeue, DisconnectPolicy.Requeue, DisconnectPolicy.Ignore),
        DisconnectGrace = Pick(Seconds(0), Seconds(2)),
        Order = Pick(TaskOrder.Fifo, TaskOrder.Lifo),
        MaxAttempts = Pick<int?>(null, 1, 3),
        RetryDelay = Pick(Seconds(0), Seconds(0), Seconds(1)),
        LongestRetryDelay = Pick(Seconds(3), Seconds(600)),
        RunLimit = Pick<TimeSpan?>(null, Seconds(2), Seconds(7)),
        IdleLimit = Pick<TimeSpan?>(null, Seconds(5), Seconds(30)),
        LeaveWhenDrained = _random.Chance(0.3),
    };

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}
