using FruitSalad.Contract;
using FruitSalad.History;
using FruitSalad.Rpc;
using StreamJsonRpc;

namespace FruitSalad.Chaos;

/// <summary>The owner in the chaos: keeps the salad in work, and remembers what was acknowledged.</summary>
/// <param name="addresses">The masters.</param>
/// <param name="key">The owner's secret.</param>
internal sealed class ChaosOwner(IReadOnlyList<MasterAddress> addresses, byte[] key) : IDisposable
{
    private const int Enough = 200;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private readonly RemoteOwner _owner = new(addresses, key);
    private readonly List<AcknowledgedAddition> _additions = [];

    public IReadOnlyList<AcknowledgedAddition> Additions => _additions;

    /// <summary>Adds short tasks whenever few are left, until told to stop.</summary>
    public async Task FeedAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            SaladStatus status = await SayAsync(() => _owner.GetStatusAsync(new StatusQuery(), default));
            if (status.Ready < Enough)
            {
                // The same request again and again, until one answer comes: it is added once.
                string request = $"more {_additions.Count}";
                NewTaskMessage[] tasks = [.. Enumerable.Range(0, Enough).Select(i => new NewTaskMessage("fruit", 20 + (i % 5 * 20)))];
                Added added = await SayAsync(() => _owner.AddTasksAsync(new Addition(request, tasks), default));
                _additions.Add(new AcknowledgedAddition(request, added.First, added.Count));
            }

            await Task.Delay(Look, CancellationToken.None);
        }
    }

    /// <summary>Waits until so many workers are there.</summary>
    public async Task GatherAsync(int workers)
    {
        while ((await SayAsync(() => _owner.GetStatusAsync(new StatusQuery(), default))).Workers.Count < workers)
        {
            await Task.Delay(Look);
        }
    }

    /// <summary>No more will come; waits for the end.</summary>
    public async Task<SaladStatus> FinishAsync(TimeSpan bound)
    {
        await SayAsync(async () =>
        {
            await _owner.CloseAsync(default);
            return true;
        });
        using var late = new CancellationTokenSource(bound);
        while (true)
        {
            SaladStatus status = await SayAsync(() => _owner.GetStatusAsync(new StatusQuery(1000), default));
            if (status.State == SaladState.Ended || late.IsCancellationRequested)
            {
                return status;
            }
        }
    }

    public void Dispose() => _owner.Dispose();

    private static async Task<T> SayAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception gone) when (gone is MasterUnreachableException or RemoteRpcException)
            {
                await Task.Delay(Look);
            }
        }
    }
}
