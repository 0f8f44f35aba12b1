using System.Collections.Concurrent;
using FruitSalad.Contract;

namespace FruitSalad.PS.Scripts;

/// <summary>The thread of a worker's runspace. It can be given up: a call that cannot be stopped keeps it, and nobody waits.</summary>
internal sealed class ScriptThread : IDisposable
{
    /// <summary>As deep as the engine's own threads: it counts on it before it says that a call is too deep.</summary>
    private const int StackSize = 10 << 20;

    private readonly BlockingCollection<ScriptCall> _coming = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptThread()
    {
        var thread = new Thread(Work, StackSize) { IsBackground = true, Name = "script" };
        thread.Start();
    }

    /// <summary>Completes when the engine has started.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Runs a script for an item.</summary>
    /// <exception cref="System.Text.Json.JsonException">The payload is no item.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Task<JsonText> RunAsync(CompiledScript script, JsonText? payload, CancellationToken stop)
    {
        var call = new ScriptCall(script, payload is { } text ? TypedJson.Read(text.Text) : null, stop);
        _coming.Add(call, CancellationToken.None);
        return call.Result;
    }

    /// <summary>No more items. Does not wait for the one that runs.</summary>
    public void Dispose() => _coming.CompleteAdding();

    private void Work()
    {
        try
        {
            using var runspace = new ScriptRunspace();
            _ready.SetResult();
            while (_coming.TryTake(out ScriptCall? next, Timeout.Infinite))
            {
                while (next is not null)
                {
                    next = runspace.Run(next, _coming);
                }
            }
        }
        catch (Exception failed) when (!_ready.Task.IsCompleted)
        {
            _ready.SetException(failed);
        }
    }
}
