using System.Threading.Channels;
using FruitSalad.Contract;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Scripts;

/// <summary>
/// Items on their way through a master, seen by their owner: sends them as they come, hears of those that are finished,
/// fetches their results, and reports each item once.
/// </summary>
/// <param name="calls">The master's.</param>
/// <param name="shared">The key of what the items have in common.</param>
/// <param name="label">What a worker must offer to get an item; null: nothing.</param>
/// <param name="asCompleted">Whether to report an item as soon as it is finished; else in the order of coming.</param>
/// <param name="nobodyLeft">Whether no worker is left that could do anything.</param>
/// <param name="report">Gets what became of each item, on any thread.</param>
internal sealed partial class ScriptRun(
    IOwnerCalls calls, string shared, string? label, bool asCompleted, Func<bool> nobodyLeft, Action<ItemOutcome> report) : IDisposable
{
    private const int MaxBatch = 500;
    private const int MaxBatchLength = 1 << 20;
    private readonly string[]? _labels = label is null ? null : [label];
    private readonly Lock _lock = new();
    private readonly Channel<ScriptItem> _coming = Channel.CreateUnbounded<ScriptItem>(new() { SingleReader = true });
    private readonly Dictionary<int, ScriptItem> _open = [];
    private readonly Dictionary<int, ItemOutcome> _early = [];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenSource _gone = new();
    private volatile Task _sending = Task.CompletedTask;
    private int _newest = -1;
    private int _added;
    private int _next;
    private bool _allSent;

    /// <summary>Completes when every item is reported and no more come; fails if the master cannot be reached.</summary>
    public Task Done => _done.Task;

    /// <summary>How many items there are so far.</summary>
    public int Added => _added;

    /// <summary>How many of them are finished.</summary>
    public int Finished { get; private set; }

    /// <summary>Begins to send and to listen.</summary>
    public void Start() => _ = RunAsync();

    /// <summary>One more item.</summary>
    /// <param name="value">What the user gave.</param>
    /// <param name="payload">The same as data.</param>
    public void Add(object? value, JsonText payload) => _coming.Writer.TryWrite(new ScriptItem(_added++, value, payload));

    /// <summary>No more items will come.</summary>
    public void Complete() => _coming.Writer.TryComplete();

    /// <summary>Sends and reports nothing more, and tells the master to do without what is not finished. Never fails.</summary>
    public async Task WithdrawAsync()
    {
        await _over.CancelAsync();
        try
        {
            // However it ended: waiting for more items, most likely.
            await Task.WhenAny(_sending);
            foreach (int[] tasks in AllOpen().Chunk(MaxBatch))
            {
                await calls.WithdrawTasksAsync(new TaskList(tasks), _gone.Token);
            }
        }
        catch (Exception)
        {
            // A master that cannot be reached, or takes too long, keeps them: nobody is left to be told.
        }
    }

    /// <summary>Reports nothing more. What the master has been given stays with it.</summary>
    public void Dispose()
    {
        _over.Cancel();
        _gone.Cancel();
        _over.Dispose();
        _gone.Dispose();
    }

    private async Task RunAsync()
    {
        CancellationToken over = _over.Token;
        try
        {
            // From here on, so that no event about an item of ours is missed.
            SaladStatus status = await calls.GetStatusAsync(new StatusQuery(), over);
            _sending = SendAsync(over);
            await Task.WhenAll(_sending, FollowAsync(status.Events, over));
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (Exception failed)
        {
            _done.TrySetException(failed);
            await _over.CancelAsync();
        }
    }

    private async Task SendAsync(CancellationToken over)
    {
        string request = Guid.NewGuid().ToString("N");
        for (int batch = 0; await _coming.Reader.WaitToReadAsync(over); batch++)
        {
            List<ScriptItem> items = TakeBatch();
            NewTaskMessage[] tasks = [.. items.Select(item => new NewTaskMessage(item.Name)
            {
                Shared = shared,
                Labels = _labels,
                Payload = item.Payload,
            })];

            // To its end: what is under way must be known, to be withdrawn.
            Added added = await calls.AddTasksAsync(new Addition($"{request}/{batch}", tasks), _gone.Token);
            lock (_lock)
            {
                for (int i = 0; i < items.Count; i++)
                {
                    _open.Add(added.First + i, items[i]);
                }

                _newest = added.First + added.Count - 1;
            }
        }

        _allSent = true;
        EndIfDone();
    }

    private List<ScriptItem> TakeBatch()
    {
        var items = new List<ScriptItem>();
        for (long length = 0; items.Count < MaxBatch && length < MaxBatchLength && _coming.Reader.TryRead(out ScriptItem? item);)
        {
            items.Add(item);
            length += item.Payload.Text.Length;
        }

        return items;
    }

    private void Finish(int task, Func<ScriptItem, ItemOutcome> become)
    {
        lock (_lock)
        {
            if (!_open.Remove(task, out ScriptItem? item))
            {
                return;
            }

            Finished++;
            ItemOutcome outcome = become(item);
            if (asCompleted)
            {
                report(outcome);
                return;
            }

            for (_early.Add(item.Index, outcome); _early.Remove(_next, out ItemOutcome? turn); _next++)
            {
                report(turn);
            }
        }
    }

    private void EndIfDone()
    {
        lock (_lock)
        {
            if (_allSent && _open.Count == 0)
            {
                _done.TrySetResult();
            }
        }
    }

    private int[] AllOpen()
    {
        lock (_lock)
        {
            return [.. _open.Keys];
        }
    }
}
