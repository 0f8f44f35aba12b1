using System.Collections.Concurrent;

namespace FruitSalad.PS.Scripts;

/// <summary>
/// Items of one script, one after the other through one pipeline of the engine: to begin and end a pipeline takes five
/// times as long as a small item. The pipeline asks for the next item when it has done one, and waits for it here.
/// </summary>
/// <param name="first">The first item.</param>
/// <param name="coming">Those after it, of this script or others.</param>
/// <param name="stop">Stops the pipeline, and does not wait for that.</param>
internal sealed class ScriptSeries(ScriptCall first, BlockingCollection<ScriptCall> coming, Action stop) : IDisposable
{
    private readonly CompiledScript _script = first.Script;
    private ScriptCall? _next = first;
    private ScriptCall? _call;
    private ItemRecords? _records;
    private CancellationTokenRegistration _registration;

    /// <summary>The item in hand.</summary>
    public object? Current => _call!.Item;

    /// <summary>What its script has written so far.</summary>
    public ItemRecords Records => _records!;

    /// <summary>Whether an item is in hand.</summary>
    public bool HasCurrent => _call is not null;

    /// <summary>Whether the pipeline was stopped: whoever stops it may still be at it.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>The item that ended the series, since it is of another script; null: none.</summary>
    public ScriptCall? Left { get; private set; }

    /// <summary>The item in hand is done; waits for the next.</summary>
    /// <returns>False: the series is over.</returns>
    public bool MoveNext()
    {
        End();
        for (ScriptCall? call = Take(); call is not null; call = Take())
        {
            if (call.Stop.IsCancellationRequested)
            {
                call.Cancel();
            }
            else if (call.Script == _script)
            {
                Begin(call);
                return true;
            }
            else
            {
                Left = call;
                return false;
            }
        }

        return false;
    }

    /// <summary>The item in hand, if there is one, is done.</summary>
    /// <param name="failed">Why nothing came of it; null: it has its result, unless it was stopped.</param>
    public void End(Exception? failed = null)
    {
        if (_call is not { } call)
        {
            return;
        }

        _registration.Dispose();
        using ItemRecords records = Records;
        _call = null;
        if (IsStopped)
        {
            call.Cancel();
        }
        else if (failed is not null)
        {
            call.Fail(failed);
        }
        else
        {
            call.Finish(records.ToJson());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        _records?.Dispose();
    }

    private void Begin(ScriptCall call)
    {
        _call = call;
        _records = new ItemRecords();
        _registration = call.Stop.Register(() =>
        {
            IsStopped = true;
            stop();
        });
    }

    private ScriptCall? Take()
    {
        if (_next is { } next)
        {
            _next = null;
            return next;
        }

        return !IsStopped && coming.TryTake(out ScriptCall? taken, Timeout.Infinite) ? taken : null;
    }
}
