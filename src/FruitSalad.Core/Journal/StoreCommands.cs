using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Journal;

/// <summary>A command with an answer.</summary>
internal abstract record StoreCommand<T> : StoreCommand
{
    /// <summary>Does it. The memory store completes at once.</summary>
    /// <exception cref="ArgumentException">It cannot be done; the store is as if only time had passed.</exception>
    public abstract Transition<T> Do(MemoryTaskStore store, TimeSpan now);

    /// <inheritdoc/>
    public sealed override Effect Repeat(MemoryTaskStore store, TimeSpan now)
    {
        try
        {
            return Do(store, now).Effect;
        }
        catch (ArgumentException)
        {
            // It was refused the first time too, and its caller told so.
            return default;
        }
    }

    protected static Transition<T> Take(ValueTask<Transition<T>> step) => step.Result;
}

/// <summary>A command that only has an effect.</summary>
internal abstract record PlainCommand : StoreCommand<ValueTuple>
{
    protected static Transition<ValueTuple> Take(ValueTask<Effect> step) => new(default, step.Result);
}

/// <summary>The salad is made: a journal's first command, and only that.</summary>
internal sealed record Found(SaladSettings Settings, IReadOnlyList<NewTask> Tasks) : StoreCommand
{
    /// <inheritdoc/>
    public override Effect Repeat(MemoryTaskStore store, TimeSpan now) =>
        throw new InvalidOperationException("A salad is made once.");
}

/// <summary>The salad is served again after nobody was there.</summary>
internal sealed record Resume : PlainCommand
{
    /// <inheritdoc/>
    public override Transition<ValueTuple> Do(MemoryTaskStore store, TimeSpan now) => Take(store.ResumeAsync(now));
}

/// <summary><see cref="ITaskStore.TickAsync"/>.</summary>
internal sealed record Tick : PlainCommand
{
    /// <inheritdoc/>
    public override Transition<ValueTuple> Do(MemoryTaskStore store, TimeSpan now) => Take(store.TickAsync(now));
}

/// <summary><see cref="ITaskStore.HelloAsync"/>.</summary>
internal sealed record SayHello(WorkerId Worker, WorkerIntroduction Introduction) : StoreCommand<int>
{
    /// <inheritdoc/>
    public override Transition<int> Do(MemoryTaskStore store, TimeSpan now) =>
        Take(store.HelloAsync(Worker, Introduction, now));
}

/// <summary><see cref="ITaskStore.AnnounceAsync"/>.</summary>
internal sealed record Announce(WorkerId Worker) : PlainCommand
{
    /// <inheritdoc/>
    public override Transition<ValueTuple> Do(MemoryTaskStore store, TimeSpan now) =>
        Take(store.AnnounceAsync(Worker, now));
}

/// <summary><see cref="ITaskStore.DisconnectAsync"/>.</summary>
internal sealed record Disconnect(WorkerId Worker, int Connection, bool Exited) : PlainCommand
{
    /// <inheritdoc/>
    public override Transition<ValueTuple> Do(MemoryTaskStore store, TimeSpan now) =>
        Take(store.DisconnectAsync(Worker, Connection, Exited, now));
}

/// <summary><see cref="ITaskStore.GoodbyeAsync"/>.</summary>
internal sealed record SayGoodbye(WorkerId Worker) : PlainCommand
{
    /// <inheritdoc/>
    public override Transition<ValueTuple> Do(MemoryTaskStore store, TimeSpan now) => Take(store.GoodbyeAsync(Worker, now));
}

/// <summary><see cref="ITaskStore.ClaimAsync"/>.</summary>
/// <param name="Worker">Who asks.</param>
/// <param name="Request">Its question's number.</param>
/// <param name="Max">How many tasks it takes.</param>
/// <param name="Open">How long the question stays open: the journal's clock, not the asker's, says from when.</param>
internal sealed record ClaimTasks(WorkerId Worker, long Request, int Max, TimeSpan Open) : StoreCommand<Claim>
{
    /// <inheritdoc/>
    public override Transition<Claim> Do(MemoryTaskStore store, TimeSpan now) =>
        Take(store.ClaimAsync(Worker, Request, Max, now + Open, now));
}

/// <summary><see cref="ITaskStore.AcceptAsync"/>.</summary>
internal sealed record AcceptResults(WorkerId Worker, IReadOnlyList<ResultEntry> Results) : StoreCommand<Verdict[]>
{
    /// <inheritdoc/>
    public override Transition<Verdict[]> Do(MemoryTaskStore store, TimeSpan now) =>
        Take(store.AcceptAsync(Worker, Results, now));
}

/// <summary><see cref="ITaskStore.DismissAsync"/>.</summary>
internal sealed record Dismiss(IReadOnlyList<WorkerId> Workers) : StoreCommand<int>
{
    /// <inheritdoc/>
    public override Transition<int> Do(MemoryTaskStore store, TimeSpan now) => Take(store.DismissAsync(Workers, now));
}

/// <summary><see cref="ITaskStore.RenewAsync"/>.</summary>
internal sealed record Renew(WorkerId Worker, IReadOnlyList<HeldTask> Held) : StoreCommand<RenewOutcome>
{
    /// <inheritdoc/>
    public override Transition<RenewOutcome> Do(MemoryTaskStore store, TimeSpan now) =>
        Take(store.RenewAsync(Worker, Held, now));
}

/// <summary><see cref="ITaskStore.FailAsync"/>.</summary>
internal sealed record Fail(WorkerId Worker, HeldTask Held, string Error) : StoreCommand<LeaseOutcome>
{
    /// <inheritdoc/>
    public override Transition<LeaseOutcome> Do(MemoryTaskStore store, TimeSpan now) =>
        Take(store.FailAsync(Worker, Held, Error, now));
}

/// <summary><see cref="ITaskStore.ReleaseAsync"/>.</summary>
internal sealed record Release(WorkerId Worker, IReadOnlyList<HeldTask> Held) : PlainCommand
{
    /// <inheritdoc/>
    public override Transition<ValueTuple> Do(MemoryTaskStore store, TimeSpan now) =>
        Take(store.ReleaseAsync(Worker, Held, now));
}

/// <summary><see cref="ITaskStore.ShareAsync"/>.</summary>
internal sealed record Share(string Key, string Value) : StoreCommand<bool>
{
    /// <inheritdoc/>
    public override Transition<bool> Do(MemoryTaskStore store, TimeSpan now) => Take(store.ShareAsync(Key, Value, now));
}

/// <summary><see cref="ITaskStore.AddAsync"/>.</summary>
internal sealed record AddTasks(string Request, IReadOnlyList<NewTask> Tasks) : StoreCommand<int?>
{
    /// <inheritdoc/>
    public override Transition<int?> Do(MemoryTaskStore store, TimeSpan now) => Take(store.AddAsync(Request, Tasks, now));
}

/// <summary><see cref="ITaskStore.CloseAsync"/>.</summary>
internal sealed record Close : PlainCommand
{
    /// <inheritdoc/>
    public override Transition<ValueTuple> Do(MemoryTaskStore store, TimeSpan now) => Take(store.CloseAsync(now));
}

/// <summary><see cref="ITaskStore.StopAsync"/>.</summary>
internal sealed record StopSalad(bool Force) : PlainCommand
{
    /// <inheritdoc/>
    public override Transition<ValueTuple> Do(MemoryTaskStore store, TimeSpan now) => Take(store.StopAsync(Force, now));
}

/// <summary><see cref="ITaskStore.RestartAsync"/>.</summary>
internal sealed record RestartTasks(IReadOnlyList<int> Tasks) : StoreCommand<int>
{
    /// <inheritdoc/>
    public override Transition<int> Do(MemoryTaskStore store, TimeSpan now) => Take(store.RestartAsync(Tasks, now));
}

/// <summary><see cref="ITaskStore.WithdrawAsync"/>.</summary>
internal sealed record WithdrawTasks(IReadOnlyList<int> Tasks) : StoreCommand<int>
{
    /// <inheritdoc/>
    public override Transition<int> Do(MemoryTaskStore store, TimeSpan now) => Take(store.WithdrawAsync(Tasks, now));
}

/// <summary><see cref="ITaskStore.RefuseAsync"/>.</summary>
internal sealed record Refuse(WorkerId Worker, string Why) : PlainCommand
{
    /// <inheritdoc/>
    public override Transition<ValueTuple> Do(MemoryTaskStore store, TimeSpan now) => Take(store.RefuseAsync(Worker, Why, now));
}
