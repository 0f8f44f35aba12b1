using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>
/// Where tasks live. Each method is ONE atomic transition, decided by <see cref="LeaseRules"/>, together with its
/// events; whatever was due before <c>now</c> takes effect first. Execution is at least once, acceptance exactly once.
/// </summary>
/// <remarks>
/// <c>now</c> is the time since the salad's epoch by the caller's monotonic clock. A store whose own clock rules (a
/// database that several masters share) may disregard it. A durable store completes a call once it is on the disk, and
/// fails with <see cref="StoreException"/> where it cannot; calls begun in an order take effect in it.
/// </remarks>
public interface ITaskStore : IAsyncDisposable
{
    /// <summary>What the salad was made with.</summary>
    SaladSettings Settings { get; }

    /// <summary>A worker says hello, for the first time or again: answers the number of this connection of its.</summary>
    ValueTask<Transition<int>> HelloAsync(WorkerId worker, WorkerIntroduction introduction, TimeSpan now);

    /// <summary>
    /// A worker is on its way: until its hello, or for the start's grace at most, the salad does not end for want of
    /// anybody. A process takes its time to start, whatever the time scale.
    /// </summary>
    ValueTask<Effect> AnnounceAsync(WorkerId worker, TimeSpan now);

    /// <summary>A connection of a worker's closed.</summary>
    /// <param name="worker">Whose.</param>
    /// <param name="connection">Which: the number that its hello was answered with.</param>
    /// <param name="exited">Whether its process is known to have ended: no grace then.</param>
    /// <param name="now">Since the epoch.</param>
    ValueTask<Effect> DisconnectAsync(WorkerId worker, int connection, bool exited, TimeSpan now);

    /// <summary>A worker leaves and gives back what it holds.</summary>
    ValueTask<Effect> GoodbyeAsync(WorkerId worker, TimeSpan now);

    /// <summary>A worker asks for work. The same request number gets the same leases again.</summary>
    /// <param name="worker">Who asks.</param>
    /// <param name="request">Its question's number, strictly increasing.</param>
    /// <param name="max">How many tasks it takes at most.</param>
    /// <param name="openUntil">
    /// Until when the question stays open if there is nothing now: so long the worker counts as present.
    /// </param>
    /// <param name="now">Since the epoch.</param>
    ValueTask<Transition<Claim>> ClaimAsync(WorkerId worker, long request, int max, TimeSpan openUntil, TimeSpan now);

    /// <summary>Results come in: a verdict each, in order.</summary>
    ValueTask<Transition<Verdict[]>> AcceptAsync(WorkerId worker, IReadOnlyList<ResultEntry> results, TimeSpan now);

    /// <summary>
    /// Sends workers home: their next question is answered "done", and until then every renewal tells them to finish what
    /// runs and leave. Answers how many of them the salad knows.
    /// </summary>
    ValueTask<Transition<int>> DismissAsync(IReadOnlyList<WorkerId> workers, TimeSpan now);

    /// <summary>A sign of life: answers which of the named leases are lost, and whether to leave.</summary>
    ValueTask<Transition<RenewOutcome>> RenewAsync(WorkerId worker, IReadOnlyList<HeldTask> held, TimeSpan now);

    /// <summary>An attempt failed in a living worker.</summary>
    ValueTask<Transition<LeaseOutcome>> FailAsync(WorkerId worker, HeldTask held, string error, TimeSpan now);

    /// <summary>A worker gives back what it has not begun.</summary>
    ValueTask<Effect> ReleaseAsync(WorkerId worker, IReadOnlyList<HeldTask> held, TimeSpan now);

    /// <summary>Adds tasks and answers the number of the first; null: the salad is closed and has not ended.</summary>
    /// <param name="request">Names this addition: the same one again adds nothing and answers the same.</param>
    /// <param name="tasks">What to add.</param>
    /// <param name="now">Since the epoch.</param>
    ValueTask<Transition<int?>> AddAsync(string request, IReadOnlyList<NewTask> tasks, TimeSpan now);

    /// <summary>Keeps a value that tasks may name.</summary>
    /// <returns>False: the key stands for another value already.</returns>
    ValueTask<Transition<bool>> ShareAsync(string key, string value, TimeSpan now);

    /// <summary>The value of a key, as JSON text; null: it was never shared.</summary>
    ValueTask<string?> SharedAsync(string key);

    /// <summary>No more tasks will come.</summary>
    ValueTask<Effect> CloseAsync(TimeSpan now);

    /// <summary>Hands out nothing more and ends once no lease is alive, or at once.</summary>
    ValueTask<Effect> StopAsync(bool force, TimeSpan now);

    /// <summary>
    /// Gives dead tasks new attempts, from now on: a delay is over. Answers how many of the named ones were dead.
    /// </summary>
    ValueTask<Transition<int>> RestartAsync(IReadOnlyList<int> tasks, TimeSpan now);

    /// <summary>
    /// The owner does not want these tasks done any more: whatever is neither done nor dead is dead, and a lease ends.
    /// Answers how many that were.
    /// </summary>
    ValueTask<Transition<int>> WithdrawAsync(IReadOnlyList<int> tasks, TimeSpan now);

    /// <summary>Writes down that something was refused. Touches no task.</summary>
    ValueTask<Effect> RefuseAsync(WorkerId worker, string why, TimeSpan now);

    /// <summary>Does whatever is due.</summary>
    ValueTask<Effect> TickAsync(TimeSpan now);

    /// <summary>The salad as it stands.</summary>
    ValueTask<SaladSnapshot> SnapshotAsync();

    /// <summary>Tasks in the order of their numbers.</summary>
    /// <param name="state">Only those in this state; null: all.</param>
    /// <param name="from">The smallest number wanted.</param>
    /// <param name="max">How many at most.</param>
    ValueTask<IReadOnlyList<TaskSnapshot>> TasksAsync(TaskState? state, int from, int max);

    /// <summary>Events from a number on.</summary>
    ValueTask<EventPage> EventsAsync(long since, int max);
}
