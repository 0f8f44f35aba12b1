using FruitSalad.Contract;
using StreamJsonRpc;

namespace FruitSalad.Rpc;

/// <summary>
/// The owner's calls on a master somewhere else. The connection is made at the first call and made anew when it broke:
/// every one of these calls may be repeated, additions because they carry a name of their own.
/// </summary>
/// <param name="addresses">Where the salad's masters listen: the first one that answers is asked.</param>
/// <param name="key">The owner's secret.</param>
/// <remarks>Calls fail with <see cref="MasterUnreachableException"/> when all are gone or are not the right ones.</remarks>
public sealed class RemoteOwner(IReadOnlyList<MasterAddress> addresses, byte[] key) : IOwnerCalls, IDisposable
{
    /// <summary>One attempt: whoever calls decides whether to call again. What lets in and then says nothing is no master.</summary>
    private static readonly ConnectPatience Once = new(TimeSpan.Zero, TimeSpan.FromSeconds(10));

    private readonly SemaphoreSlim _turn = new(1, 1);
    private MasterClient? _client;

    /// <summary>A salad of one master.</summary>
    public RemoteOwner(MasterAddress address, byte[] key)
        : this([address], key)
    {
    }

    /// <summary>Where the master listens that was asked last.</summary>
    public MasterAddress Address { get; private set; } = addresses[0];

    /// <summary>Shakes hands, if that has not been done, and answers what the master said of its salad.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="MasterUnreachableException">Nobody answers there, or not the right one.</exception>
    public async Task<Welcome> OpenAsync(CancellationToken cancellation) =>
        (await ConnectAsync(cancellation).ConfigureAwait(false)).Welcome;

    /// <inheritdoc/>
    public Task<Added> AddTasksAsync(Addition addition, CancellationToken cancellation) =>
        CallAsync(client => client.AddTasksAsync(addition, cancellation), cancellation);

    /// <inheritdoc/>
    public Task ShareAsync(SharedValue shared, CancellationToken cancellation) =>
        CallAsync(client => client.ShareAsync(shared, cancellation), cancellation);

    /// <inheritdoc/>
    public Task CloseAsync(CancellationToken cancellation) =>
        CallAsync(client => client.CloseAsync(cancellation), cancellation);

    /// <inheritdoc/>
    public Task StopAsync(Stop stop, CancellationToken cancellation) =>
        CallAsync(client => client.StopAsync(stop, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<bool> ResignAsync(CancellationToken cancellation) =>
        CallAsync(client => client.ResignAsync(cancellation), cancellation);

    /// <inheritdoc/>
    public Task<int> DrainWorkersAsync(WorkerList workers, CancellationToken cancellation) =>
        CallAsync(client => client.DrainWorkersAsync(workers, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<SaladStatus> GetStatusAsync(StatusQuery query, CancellationToken cancellation) =>
        CallAsync(client => client.GetStatusAsync(query, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<MasterList> GetMastersAsync(CancellationToken cancellation) =>
        CallAsync(client => client.GetMastersAsync(cancellation), cancellation);

    /// <inheritdoc/>
    public Task<TaskPage> GetTasksAsync(TaskQuery query, CancellationToken cancellation) =>
        CallAsync(client => client.GetTasksAsync(query, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<ResultPage> GetResultsAsync(ResultQuery query, CancellationToken cancellation) =>
        CallAsync(client => client.GetResultsAsync(query, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<int> RestartTasksAsync(TaskList tasks, CancellationToken cancellation) =>
        CallAsync(client => client.RestartTasksAsync(tasks, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<int> WithdrawTasksAsync(TaskList tasks, CancellationToken cancellation) =>
        CallAsync(client => client.WithdrawTasksAsync(tasks, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<EventAnswer> GetEventsAsync(EventQuery query, CancellationToken cancellation) =>
        CallAsync(client => client.GetEventsAsync(query, cancellation), cancellation);

    /// <summary>Ends the connection. A later call would make a new one.</summary>
    public void Dispose() => Interlocked.Exchange(ref _client, null)?.Dispose();

    private async Task<bool> CallAsync(Func<MasterClient, Task> call, CancellationToken cancellation) =>
        await CallAsync(
            async client =>
            {
                await call(client).ConfigureAwait(false);
                return true;
            },
            cancellation).ConfigureAwait(false);

    private async Task<T> CallAsync<T>(Func<MasterClient, Task<T>> call, CancellationToken cancellation)
    {
        for (bool again = false; ; again = true)
        {
            MasterClient client = await ConnectAsync(cancellation).ConfigureAwait(false);
            try
            {
                // The wait ends here even where the other side is too stuck to notice the cancellation.
                return await call(client).WaitAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception lost) when (lost is ConnectionLostException or ObjectDisposedException or IOException)
            {
                // The call knows of the end before the connection says so: it must not be taken for a living one again.
                Interlocked.CompareExchange(ref _client, null, client);
                client.Dispose();
                if (again)
                {
                    throw new MasterUnreachableException($"{Address}: {lost.Message}", lost);
                }
            }
        }
    }

    private async Task<MasterClient> ConnectAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_client is { Closed.IsCompleted: false } living)
            {
                return living;
            }

            _client?.Dispose();
            var hello = new Hello(Master.SaladMaster.Protocol, Role.Owner, []);
            _client = await MasterConnector.ConnectAsync(
                addresses, key, hello, Once, TimeProvider.System, cancellation).ConfigureAwait(false);
            Address = _client.Address;
            return _client;
        }
        finally
        {
            _turn.Release();
        }
    }
}
