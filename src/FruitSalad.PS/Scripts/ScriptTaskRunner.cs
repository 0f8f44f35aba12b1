using FruitSalad.Contract;
using FruitSalad.Worker;

namespace FruitSalad.PS.Scripts;

/// <summary>Does the work of tasks that share a script: in one runspace, made when the first of them comes.</summary>
/// <remarks>
/// What a script reports - errors too - is the task's result. A task fails, and is tried again, only where there is no
/// result: the script ran too long, or its worker is gone.
/// </remarks>
internal sealed class ScriptTaskRunner : ITaskRunner, IDisposable
{
    private const int MaxCompiled = 64;
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, CompiledScript> _compiled = [];
    private ScriptThread? _thread;
    private bool _over;

    /// <inheritdoc/>
    public async ValueTask<WorkResult> RunAsync(Assignment task, CancellationToken cancellation)
    {
        // The item before may have lost its lease, and not be stopped yet.
        await _turn.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(_over, this);
            CompiledScript script = Compile(task);
            ScriptThread thread = _thread ??= new ScriptThread();
            await ReadyAsync(thread);
            return await RunAsync(thread, script, task.Payload, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _over = true;
        _thread?.Dispose();
    }

    private async Task ReadyAsync(ScriptThread thread)
    {
        try
        {
            await thread.Ready;
        }
        catch
        {
            _thread = null;
            throw;
        }
    }

    private async Task<JsonText> RunAsync(
        ScriptThread thread, CompiledScript script, JsonText? payload, CancellationToken cancellation)
    {
        TimeSpan? timeout = script.Package.Timeout;
        using CancellationTokenSource? timer = timeout is null ? null : CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer?.CancelAfter(timeout!.Value);
        CancellationToken limit = timer?.Token ?? cancellation;
        Task<JsonText> work = thread.RunAsync(script, payload, limit);
        try
        {
            return await work.WaitAsync(limit);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            if (await Task.WhenAny(work, Task.Delay(StopGrace, CancellationToken.None)) != work)
            {
                // It sits in a call that the engine cannot stop. The next item gets a new thread and a new runspace.
                _thread = null;
                thread.Dispose();
            }

            cancellation.ThrowIfCancellationRequested();
            throw new TimeoutException(Text.Of(Strings.ItemTimedOut, timeout!.Value.TotalSeconds));
        }
    }

    private CompiledScript Compile(Assignment task)
    {
        if (_compiled.TryGetValue(task.Shared!, out CompiledScript? known))
        {
            return known;
        }

        if (_compiled.Count == MaxCompiled)
        {
            _compiled.Clear();
        }

        var script = new CompiledScript(task.SharedValue ?? throw new InvalidOperationException(Strings.NoScript));
        _compiled.Add(task.Shared!, script);
        return script;
    }
}
