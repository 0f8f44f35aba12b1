using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Journal;

public sealed partial class JournaledTaskStore
{
    /// <inheritdoc/>
    public ValueTask<Transition<int>> HelloAsync(WorkerId worker, WorkerIntroduction introduction, TimeSpan now) =>
        CommandAsync(new SayHello(worker, introduction));

    /// <inheritdoc/>
    public ValueTask<Effect> AnnounceAsync(WorkerId worker, TimeSpan now) => PlainAsync(new Announce(worker));

    /// <inheritdoc/>
    public ValueTask<Effect> DisconnectAsync(WorkerId worker, int connection, bool exited, TimeSpan now) =>
        PlainAsync(new Disconnect(worker, connection, exited));

    /// <inheritdoc/>
    public ValueTask<Effect> GoodbyeAsync(WorkerId worker, TimeSpan now) => PlainAsync(new SayGoodbye(worker));

    /// <inheritdoc/>
    public ValueTask<Transition<Claim>> ClaimAsync(
        WorkerId worker, long request, int max, TimeSpan openUntil, TimeSpan now) =>
        CommandAsync(new ClaimTasks(worker, request, max, openUntil > now ? openUntil - now : TimeSpan.Zero));

    /// <inheritdoc/>
    public ValueTask<Transition<Verdict[]>> AcceptAsync(
        WorkerId worker, IReadOnlyList<ResultEntry> results, TimeSpan now) =>
        CommandAsync(new AcceptResults(worker, results));

    /// <inheritdoc/>
    public ValueTask<Transition<int>> DismissAsync(IReadOnlyList<WorkerId> workers, TimeSpan now) =>
        CommandAsync(new Dismiss(workers));

    /// <inheritdoc/>
    public ValueTask<Transition<RenewOutcome>> RenewAsync(WorkerId worker, IReadOnlyList<HeldTask> held, TimeSpan now) =>
        CommandAsync(new Renew(worker, held));

    /// <inheritdoc/>
    public ValueTask<Transition<LeaseOutcome>> FailAsync(WorkerId worker, HeldTask held, string error, TimeSpan now) =>
        CommandAsync(new Fail(worker, held, error));

    /// <inheritdoc/>
    public ValueTask<Effect> ReleaseAsync(WorkerId worker, IReadOnlyList<HeldTask> held, TimeSpan now) =>
        PlainAsync(new Release(worker, held));

    /// <inheritdoc/>
    public ValueTask<Transition<int?>> AddAsync(string request, IReadOnlyList<NewTask> tasks, TimeSpan now) =>
        CommandAsync(new AddTasks(request, tasks));

    /// <inheritdoc/>
    public ValueTask<Transition<bool>> ShareAsync(string key, string value, TimeSpan now) => CommandAsync(new Share(key, value));

    /// <inheritdoc/>
    public ValueTask<string?> SharedAsync(string key) => ReadAsync(replica => replica.SharedAsync(key));

    /// <inheritdoc/>
    public ValueTask<Effect> CloseAsync(TimeSpan now) => PlainAsync(new Close());

    /// <inheritdoc/>
    public ValueTask<Effect> StopAsync(bool force, TimeSpan now) => PlainAsync(new StopSalad(force));

    /// <inheritdoc/>
    public ValueTask<Transition<int>> RestartAsync(IReadOnlyList<int> tasks, TimeSpan now) =>
        CommandAsync(new RestartTasks(tasks));

    /// <inheritdoc/>
    public ValueTask<Transition<int>> WithdrawAsync(IReadOnlyList<int> tasks, TimeSpan now) =>
        CommandAsync(new WithdrawTasks(tasks));

    /// <inheritdoc/>
    public ValueTask<Effect> RefuseAsync(WorkerId worker, string why, TimeSpan now) =>
        PlainAsync(new Refuse(worker, why));

    /// <inheritdoc/>
    /// <remarks>Also finds out what other masters did: its effect tells.</remarks>
    public ValueTask<Effect> TickAsync(TimeSpan now) => PlainAsync(new Tick());

    /// <inheritdoc/>
    public ValueTask<SaladSnapshot> SnapshotAsync() => ReadAsync(replica => replica.SnapshotAsync());

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<TaskSnapshot>> TasksAsync(TaskState? state, int from, int max) =>
        ReadAsync(replica => replica.TasksAsync(state, from, max));

    /// <inheritdoc/>
    public ValueTask<EventPage> EventsAsync(long since, int max) =>
        ReadAsync(replica => replica.EventsAsync(since, max));
}
