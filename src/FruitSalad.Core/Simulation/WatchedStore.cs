using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Simulation;

/// <summary>The real store, with a watch that looks after every transition.</summary>
internal sealed class WatchedStore(ITaskStore store, Watch watch) : ITaskStore
{
    public SaladSettings Settings => store.Settings;

    public ValueTask<Transition<int>> HelloAsync(WorkerId worker, WorkerIntroduction introduction, TimeSpan now) =>
        Heard(store.HelloAsync(worker, introduction, now), now);

    public ValueTask<Effect> DisconnectAsync(WorkerId worker, int connection, bool exited, TimeSpan now)
    {
        WorkerState? before = watch.StateOf(worker);
        Effect effect = At.Once(Seen(store.DisconnectAsync(worker, connection, exited, now)));
        watch.Disconnected(worker, connection, exited, before);
        return new(effect);
    }

    public ValueTask<Transition<int>> DismissAsync(IReadOnlyList<WorkerId> workers, TimeSpan now)
    {
        // No sign of life of theirs.
        Transition<int> known = At.Once(store.DismissAsync(workers, now));
        watch.Look();
        return new(known);
    }

    public ValueTask<Effect> GoodbyeAsync(WorkerId worker, TimeSpan now) => Seen(store.GoodbyeAsync(worker, now));

    public ValueTask<Transition<Claim>> ClaimAsync(
        WorkerId worker, long request, int max, TimeSpan openUntil, TimeSpan now)
    {
        Transition<Claim> claim = At.Once(store.ClaimAsync(worker, request, max, openUntil, now));
        watch.Hear(openUntil);
        watch.Look();
        watch.Answered(worker, request, claim.Value);
        return new(claim);
    }

    public ValueTask<Transition<Verdict[]>> AcceptAsync(
        WorkerId worker, IReadOnlyList<ResultEntry> results, TimeSpan now)
    {
        int before = watch.TaskCount;
        Transition<Verdict[]> verdicts = At.Once(store.AcceptAsync(worker, results, now));
        watch.Hear(now);
        watch.Look();
        watch.Judged(worker, results, verdicts.Value, before);
        return new(verdicts);
    }

    public ValueTask<Transition<RenewOutcome>> RenewAsync(WorkerId worker, IReadOnlyList<HeldTask> held, TimeSpan now)
    {
        Transition<RenewOutcome> renewed = At.Once(Heard(store.RenewAsync(worker, held, now), now));
        watch.Renewed(worker, held, renewed.Value.Lost);
        return new(renewed);
    }

    public ValueTask<Transition<LeaseOutcome>> FailAsync(WorkerId worker, HeldTask held, string error, TimeSpan now)
    {
        Transition<LeaseOutcome> outcome = At.Once(Heard(store.FailAsync(worker, held, error, now), now));
        watch.GaveBack([held]);
        return new(outcome);
    }

    public ValueTask<Effect> ReleaseAsync(WorkerId worker, IReadOnlyList<HeldTask> held, TimeSpan now)
    {
        Effect effect = At.Once(Seen(store.ReleaseAsync(worker, held, now)));
        watch.Hear(now);
        watch.GaveBack(held);
        return new(effect);
    }

    public ValueTask<Transition<int?>> AddAsync(string request, IReadOnlyList<NewTask> tasks, TimeSpan now)
    {
        Transition<int?> first = At.Once(Heard(store.AddAsync(request, tasks, now), now));
        watch.Added(request, first.Value, tasks.Count);
        return new(first);
    }

    public ValueTask<Transition<bool>> ShareAsync(string key, string value, TimeSpan now) =>
        Heard(store.ShareAsync(key, value, now), now);

    public ValueTask<string?> SharedAsync(string key) => store.SharedAsync(key);

    public ValueTask<Effect> CloseAsync(TimeSpan now) => Seen(store.CloseAsync(now));

    public ValueTask<Effect> StopAsync(bool force, TimeSpan now) => Seen(store.StopAsync(force, now));

    public ValueTask<Transition<int>> RestartAsync(IReadOnlyList<int> tasks, TimeSpan now) =>
        Heard(store.RestartAsync(tasks, now), now);

    public ValueTask<Transition<int>> WithdrawAsync(IReadOnlyList<int> tasks, TimeSpan now) =>
        Heard(store.WithdrawAsync(tasks, now), now);

    public ValueTask<Effect> RefuseAsync(WorkerId worker, string why, TimeSpan now) =>
        Seen(store.RefuseAsync(worker, why, now));

    public ValueTask<Effect> AnnounceAsync(WorkerId worker, TimeSpan now) => Seen(store.AnnounceAsync(worker, now));

    public ValueTask<Effect> TickAsync(TimeSpan now) => Seen(store.TickAsync(now));

    public ValueTask<SaladSnapshot> SnapshotAsync() => store.SnapshotAsync();

    public ValueTask<IReadOnlyList<TaskSnapshot>> TasksAsync(TaskState? state, int from, int max) =>
        store.TasksAsync(state, from, max);

    public ValueTask<EventPage> EventsAsync(long since, int max) => store.EventsAsync(since, max);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private ValueTask<Transition<T>> Heard<T>(ValueTask<Transition<T>> step, TimeSpan now)
    {
        Transition<T> transition = At.Once(step);
        watch.Hear(now);
        watch.Look();
        return new(transition);
    }

    private ValueTask<Effect> Seen(ValueTask<Effect> step)
    {
        Effect effect = At.Once(step);
        watch.Look();
        return new(effect);
    }
}
