using System.Net.Sockets;
using System.Text;
using FruitSalad.Contract;
using FruitSalad.Master;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Rpc;

/// <summary>The owner's calls on a master of this process, without a wire. The wire's endpoint uses the same.</summary>
/// <param name="host">The master.</param>
public sealed class LocalOwner(MasterHost host) : IOwnerCalls
{
    /// <summary>The longest payload of a task, and the longest shared value, in bytes: several fit into a frame.</summary>
    public const int MaxInput = NewTask.MaxPayload;

    /// <inheritdoc/>
    public async Task<Added> AddTasksAsync(Addition addition, CancellationToken cancellation)
    {
        RequireRunning();
        try
        {
            NewTask[] tasks = [.. addition.Tasks.Select(Incoming.Task)];
            return await host.Master.AddAsync(addition.Request, tasks, host.Clock.Now).ConfigureAwait(false)
                ?? throw RpcErrors.Make(RpcErrors.SaladClosed, "The salad is closed to new tasks until it has ended; keep it open from the start to add while it runs.");
        }
        catch (ArgumentException unfit)
        {
            throw RpcErrors.Make(RpcErrors.OutOfBounds, unfit.Message);
        }
    }

    /// <inheritdoc/>
    public async Task ShareAsync(SharedValue shared, CancellationToken cancellation)
    {
        RequireRunning();
        if (shared.Key.Length is 0 or > 64 || Encoding.UTF8.GetByteCount(shared.Value.Text) > MaxInput)
        {
            throw RpcErrors.Make(RpcErrors.OutOfBounds, $"A key has 1 to 64 characters, and a shared value at most {MaxInput} bytes.");
        }

        if (!await host.Master.ShareAsync(shared.Key, shared.Value, host.Clock.Now).ConfigureAwait(false))
        {
            throw RpcErrors.Make(RpcErrors.OutOfBounds, $"The key {shared.Key} stands for another value already.");
        }
    }

    /// <inheritdoc/>
    public async Task CloseAsync(CancellationToken cancellation) =>
        await host.Master.CloseAsync(host.Clock.Now).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task StopAsync(Stop stop, CancellationToken cancellation) =>
        await host.Master.StopAsync(stop.Force, host.Clock.Now).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<bool> ResignAsync(CancellationToken cancellation) => Task.FromResult(host.Resign());

    /// <inheritdoc/>
    public Task<int> DrainWorkersAsync(WorkerList workers, CancellationToken cancellation) =>
        host.Master.DismissAsync([.. workers.Workers.Select(id => new WorkerId(id))], host.Clock.Now).AsTask();

    /// <inheritdoc/>
    public async Task<SaladStatus> GetStatusAsync(StatusQuery query, CancellationToken cancellation)
    {
        TimeSpan deadline = host.Clock.Now + Bound(query.WaitMs);
        while (true)
        {
            Task changed = host.Turned.Next();
            SaladStatus status = await host.Master.StatusAsync(host.Clock.Epoch, host.Clock.Now).ConfigureAwait(false);
            if (status.State == SaladState.Ended || !await ChangesAsync(changed, deadline, cancellation).ConfigureAwait(false))
            {
                return status;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<MasterList> GetMastersAsync(CancellationToken cancellation) =>
        new(await host.MastersAsync().ConfigureAwait(false));

    /// <inheritdoc/>
    public Task<TaskPage> GetTasksAsync(TaskQuery query, CancellationToken cancellation) =>
        host.Master.TasksAsync(query, host.Clock.Now).AsTask();

    /// <inheritdoc/>
    public Task<ResultPage> GetResultsAsync(ResultQuery query, CancellationToken cancellation) =>
        host.Master.ResultsAsync(query).AsTask();

    /// <inheritdoc/>
    public Task<int> RestartTasksAsync(TaskList tasks, CancellationToken cancellation) =>
        host.Master.RestartAsync(tasks.Tasks, host.Clock.Now).AsTask();

    /// <inheritdoc/>
    public Task<int> WithdrawTasksAsync(TaskList tasks, CancellationToken cancellation) =>
        host.Master.WithdrawAsync(tasks.Tasks, host.Clock.Now).AsTask();

    /// <inheritdoc/>
    public async Task<EventAnswer> GetEventsAsync(EventQuery query, CancellationToken cancellation)
    {
        TimeSpan deadline = host.Clock.Now + Bound(query.WaitMs);
        while (true)
        {
            Task changed = host.Changed.Next();
            EventPage page = await host.Master.EventsAsync(query.Since, query.Max).ConfigureAwait(false);
            if (page.Events.Count > 0 || !await ChangesAsync(changed, deadline, cancellation).ConfigureAwait(false))
            {
                SaladStatus status = await host.Master.StatusAsync(host.Clock.Epoch, host.Clock.Now).ConfigureAwait(false);
                bool ended = status.State == SaladState.Ended && page.Next == status.Events;
                return new EventAnswer(page.Events, page.Next, page.Incomplete, ended);
            }
        }
    }

    /// <summary>What a stopped master is given would wait for ever.</summary>
    private void RequireRunning()
    {
        if (host.IsStopped)
        {
            throw new MasterUnreachableException(
                $"The master at {host.EndPoint} has been stopped.", new SocketException((int)SocketError.NotConnected));
        }

        if (host.OnlyGathers)
        {
            throw RpcErrors.Make(RpcErrors.SaladClosed,
                "Peers share among themselves what was there from the beginning: there is nobody to give another task to.");
        }
    }

    /// <summary>No wait is longer than a minute: whoever wants more asks again, and shows that it lives.</summary>
    private static TimeSpan Bound(double waitMs) =>
        TimeSpan.FromMilliseconds(double.IsNaN(waitMs) ? 0 : Math.Clamp(waitMs, 0, 60_000));

    private async Task<bool> ChangesAsync(Task changed, TimeSpan deadline, CancellationToken cancellation)
    {
        TimeSpan left = deadline - host.Clock.Now;
        if (left <= TimeSpan.Zero)
        {
            return false;
        }

        try
        {
            await changed.WaitAsync(left, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
