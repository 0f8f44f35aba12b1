using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation;

/// <summary>A store that passes everything on to the real one; a test overrides what it wants to see, or to spoil.</summary>
internal abstract class StoreBetween(ITaskStore store) : ITaskStore
{
    public virtual SaladSettings Settings => store.Settings;

    protected ITaskStore Real => store;

    public virtual ValueTask<Transition<int>> HelloAsync(WorkerId worker, WorkerIntroduction introduction, TimeSpan now) =>
        store.HelloAsync(worker, introduction, now);

    public virtual ValueTask<Effect> AnnounceAsync(WorkerId worker, TimeSpan now) => store.AnnounceAsync(worker, now);

    public virtual ValueTask<Effect> DisconnectAsync(WorkerId worker, int connection, bool exited, TimeSpan now) =>
        store.DisconnectAsync(worker, connection, exited, now);

    public virtual ValueTask<Transition<int>> DismissAsync(IReadOnlyList<WorkerId> workers, TimeSpan now) =>
        store.DismissAsync(workers, now);

    public virtual ValueTask<Effect> GoodbyeAsync(WorkerId worker, TimeSpan now) => store.GoodbyeAsync(worker, now);

    public virtual ValueTask<Transition<Claim>> ClaimAsync(
        WorkerId worker, long request, int max, TimeSpan openUntil, TimeSpan now) =>
        store.ClaimAsync(worker, request, max, openUntil, now);

    public virtual ValueTask<Transition<Verdict[]>> AcceptAsync(
        WorkerId worker, IReadOnlyList<ResultEntry> results, TimeSpan now) =>
        store.AcceptAsync(worker, results, now);

    public virtual ValueTask<Transition<RenewOutcome>> RenewAsync(
        WorkerId worker, IReadOnlyList<HeldTask> held, TimeSpan now) =>
        store.RenewAsync(worker, held, now);

    public virtual ValueTask<Transition<LeaseOutcome>> FailAsync(
        WorkerId worker, HeldTask held, string error, TimeSpan now) =>
        store.FailAsync(worker, held, error, now);

    public virtual ValueTask<Effect> ReleaseAsync(WorkerId worker, IReadOnlyList<HeldTask> held, TimeSpan now) =>
        store.ReleaseAsync(worker, held, now);

    public virtual ValueTask<Transition<int?>> AddAsync(string request, IReadOnlyList<NewTask> tasks, TimeSpan now) =>
        store.AddAsync(request, tasks, now);

    public virtual ValueTask<Transition<bool>> ShareAsync(string key, string value, TimeSpan now) =>
        store.ShareAsync(key, value, now);

    public virtual ValueTask<string?> SharedAsync(string key) => store.SharedAsync(key);

    public virtual ValueTask<Effect> CloseAsync(TimeSpan now) => store.CloseAsync(now);

    public virtual ValueTask<Effect> StopAsync(bool force, TimeSpan now) => store.StopAsync(force, now);

    public virtual ValueTask<Transition<int>> WithdrawAsync(IReadOnlyList<int> tasks, TimeSpan now) =>
        store.WithdrawAsync(tasks, now);

    public virtual ValueTask<Transition<int>> RestartAsync(IReadOnlyList<int> tasks, TimeSpan now) =>
        store.RestartAsync(tasks, now);

    public virtual ValueTask<Effect> RefuseAsync(WorkerId worker, string why, TimeSpan now) =>
        store.RefuseAsync(worker, why, now);

    public virtual ValueTask<Effect> TickAsync(TimeSpan now) => store.TickAsync(now);

    public virtual ValueTask<SaladSnapshot> SnapshotAsync() => store.SnapshotAsync();

    public virtual ValueTask<IReadOnlyList<TaskSnapshot>> TasksAsync(TaskState? state, int from, int max) =>
        store.TasksAsync(state, from, max);

    public virtual ValueTask<EventPage> EventsAsync(long since, int max) => store.EventsAsync(since, max);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
