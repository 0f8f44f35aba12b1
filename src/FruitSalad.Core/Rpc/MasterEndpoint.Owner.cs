using FruitSalad.Contract;

namespace FruitSalad.Rpc;

internal sealed partial class MasterEndpoint : IOwnerCalls
{
    private readonly LocalOwner _owner = new(host);

    /// <inheritdoc/>
    public Task<Added> AddTasksAsync(Addition addition, CancellationToken cancellation)
    {
        Require(Role.Owner);
        RequireCount(addition.Tasks.Count, "tasks");
        return _owner.AddTasksAsync(addition, cancellation);
    }

    /// <inheritdoc/>
    public Task ShareAsync(SharedValue shared, CancellationToken cancellation)
    {
        Require(Role.Owner);
        return _owner.ShareAsync(shared, cancellation);
    }

    /// <inheritdoc/>
    public Task CloseAsync(CancellationToken cancellation)
    {
        Require(Role.Owner);
        return _owner.CloseAsync(cancellation);
    }

    /// <inheritdoc/>
    public Task StopAsync(Stop stop, CancellationToken cancellation)
    {
        Require(Role.Owner);
        return _owner.StopAsync(stop, cancellation);
    }

    /// <inheritdoc/>
    public Task<bool> ResignAsync(CancellationToken cancellation)
    {
        Require(Role.Owner);
        return _owner.ResignAsync(cancellation);
    }

    /// <inheritdoc/>
    public Task<int> DrainWorkersAsync(WorkerList workers, CancellationToken cancellation)
    {
        Require(Role.Owner);
        RequireCount(workers.Workers.Count, "workers");
        return _owner.DrainWorkersAsync(workers, cancellation);
    }

    /// <inheritdoc/>
    public Task<SaladStatus> GetStatusAsync(StatusQuery query, CancellationToken cancellation)
    {
        Require(Role.Owner);
        return _owner.GetStatusAsync(query, cancellation);
    }

    /// <inheritdoc/>
    public Task<MasterList> GetMastersAsync(CancellationToken cancellation)
    {
        Require(Role.Owner);
        return _owner.GetMastersAsync(cancellation);
    }

    /// <inheritdoc/>
    public Task<TaskPage> GetTasksAsync(TaskQuery query, CancellationToken cancellation)
    {
        Require(Role.Owner);
        RequireCount(query.Max, "max");
        return _owner.GetTasksAsync(query, cancellation);
    }

    /// <inheritdoc/>
    public Task<ResultPage> GetResultsAsync(ResultQuery query, CancellationToken cancellation)
    {
        Require(Role.Owner);
        RequireCount(query.Max, "max");
        return _owner.GetResultsAsync(query, cancellation);
    }

    /// <inheritdoc/>
    public Task<int> RestartTasksAsync(TaskList tasks, CancellationToken cancellation)
    {
        Require(Role.Owner);
        RequireCount(tasks.Tasks.Count, "tasks");
        return _owner.RestartTasksAsync(tasks, cancellation);
    }

    /// <inheritdoc/>
    public Task<int> WithdrawTasksAsync(TaskList tasks, CancellationToken cancellation)
    {
        Require(Role.Owner);
        RequireCount(tasks.Tasks.Count, "tasks");
        return _owner.WithdrawTasksAsync(tasks, cancellation);
    }

    /// <inheritdoc/>
    public Task<EventAnswer> GetEventsAsync(EventQuery query, CancellationToken cancellation)
    {
        Require(Role.Owner);
        RequireCount(query.Max, "max");
        return _owner.GetEventsAsync(query, cancellation);
    }
}
