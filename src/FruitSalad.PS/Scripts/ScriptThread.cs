using System.Collections.Concurrent;
using FruitSalad.Contract;

namespace FruitSalad.PS.Scripts;

/// <summary>The thread of a worker's runspace. It can be given up: a call that cannot be stopped keeps it, and nobody waits.</summary>
internal sealed class ScriptThread : IDisposable
{
    /// <summary>As deep as the engine's own threads: it counts on it before it says that a call is too deep.</summary>
    private const int StackSize = 10 << 20;

    private readonly BlockingCollection<Action<ScriptRunspace>> _items = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptThread()
    {
        var thread = new Thread(Work, StackSize) { IsBackground = true, Name = "script" };
        thread.Start();
    }

    /// <summary>Completes when the engine has started.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Runs a script for an item.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Task<JsonText> RunAsync(CompiledScript script, JsonText? payload, CancellationToken stop)
    {
        // Who waits goes on right here: the next item is there when this thread looks for it, and nobody had to be woken.
        var result = new TaskCompletionSource<JsonText>();
        _items.Add(
            runspace =>
            {
                try
                {
                    result.SetResult(runspace.Run(script, payload, stop));
                }
                catch (OperationCanceledException)
                {
                    result.SetCanceled(stop);
                }
                catch (Exception failed)
                {
                    result.SetException(failed);
                }
            },
            CancellationToken.None);
        return result.Task;
    }

    /// <summary>No more items. Does not wait for the one that runs.</summary>
    public void Dispose() => _items.CompleteAdding();

    private void Work()
    {
        try
        {
            using var runspace = new ScriptRunspace();
            _ready.SetResult();
            foreach (Action<ScriptRunspace> item in _items.GetConsumingEnumerable())
            {
                item(runspace);
            }
        }
        catch (Exception failed) when (!_ready.Task.IsCompleted)
        {
            _ready.SetException(failed);
        }
    }
}
