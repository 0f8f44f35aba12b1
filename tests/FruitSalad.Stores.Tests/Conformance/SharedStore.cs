using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Stores.Tests.Conformance;

/// <summary>Several masters' stores of one salad: each call goes to one of them, drawn from a seed.</summary>
internal sealed class SharedStore(SeededRandom random, params ITaskStore[] stores) : ITaskStore
{
    public SaladSettings Settings => stores[0].Settings;

    private ITaskStore Any => stores[random.Next(stores.Length)];

    public ValueTask<Transition<int>> HelloAsync(WorkerId worker, WorkerIntroduction introduction, TimeSpan now) =>
        Any.HelloAsync(worker, introduction, now);

    public ValueTask<Effect> AnnounceAsync(WorkerId worker, TimeSpan now) => Any.AnnounceAsync(worker, now);

    public ValueTask<Effect> DisconnectAsync(WorkerId worker, int connection, bool exited, TimeSpan now) =>
        Any.DisconnectAsync(worker, connection, exited, now);

    public ValueTask<Transition<int>> DismissAsync(IReadOnlyList<WorkerId> workers, TimeSpan now) =>
        Any.DismissAsync(workers, now);

    public ValueTask<Effect> GoodbyeAsync(WorkerId worker, TimeSpan now) => Any.GoodbyeAsync(worker, now);

    public ValueTask<Transition<Claim>> ClaimAsync(
        WorkerId worker, long request, int max, TimeSpan openUntil, TimeSpan now) =>
        Any.ClaimAsync(worker, request, max, openUntil, now);

    public ValueTask<Transition<Verdict[]>> AcceptAsync(
        WorkerId worker, IReadOnlyList<ResultEntry> results, TimeSpan now) => Any.AcceptAsync(worker, results, now);

    public ValueTask<Transition<RenewOutcome>> RenewAsync(WorkerId worker, IReadOnlyList<HeldTask> held, TimeSpan now) =>
        Any.RenewAsync(worker, held, now);

    public ValueTask<Transition<LeaseOutcome>> FailAsync(WorkerId worker, HeldTask held, string error, TimeSpan now) =>
        Any.FailAsync(worker, held, error, now);

    public ValueTask<Effect> ReleaseAsync(WorkerId worker, IReadOnlyList<HeldTask> held, TimeSpan now) =>
        Any.ReleaseAsync(worker, held, now);

    public ValueTask<Transition<int?>> AddAsync(string request, IReadOnlyList<NewTask> tasks, TimeSpan now) =>
        Any.AddAsync(request, tasks, now);

    public ValueTask<Transition<bool>> ShareAsync(string key, string value, TimeSpan now) =>
        Any.ShareAsync(key, value, now);

    public ValueTask<string?> SharedAsync(string key) => Any.SharedAsync(key);

    public ValueTask<Effect> CloseAsync(TimeSpan now) => Any.CloseAsync(now);

    public ValueTask<Effect> StopAsync(bool force, TimeSpan now) => Any.StopAsync(force, now);

    public ValueTask<Transition<int>> RestartAsync(IReadOnlyList<int> tasks, TimeSpan now) => Any.RestartAsync(tasks, now);

    public ValueTask<Transition<int>> WithdrawAsync(IReadOnlyList<int> tasks, TimeSpan now) => Any.WithdrawAsync(tasks, now);

    public ValueTask<Effect> RefuseAsync(WorkerId worker, string why, TimeSpan now) => Any.RefuseAsync(worker, why, now);

    public ValueTask<Effect> TickAsync(TimeSpan now) => Any.TickAsync(now);

    public ValueTask<SaladSnapshot> SnapshotAsync() => Any.SnapshotAsync();

    public ValueTask<IReadOnlyList<TaskSnapshot>> TasksAsync(TaskState? state, int from, int max) =>
        Any.TasksAsync(state, from, max);

    public ValueTask<EventPage> EventsAsync(long since, int max) => Any.EventsAsync(since, max);

    public ValueTask DisposeAsync() => default;
}
