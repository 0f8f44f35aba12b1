using System.Diagnostics;
using System.Management.Automation;
using System.Threading.Channels;

namespace FruitSalad.PS;

/// <summary>
/// A cmdlet that waits for work which goes on elsewhere. Ctrl+C cancels the waiting and never waits itself; what other
/// threads want written is written by the pipeline's thread, the only one that may.
/// </summary>
public abstract partial class SaladCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Action> _posted = Channel.CreateUnbounded<Action>();

    /// <summary>Cancelled by Ctrl+C.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    protected override void StopProcessing() => _ = _stop.CancelAsync();

    /// <summary>Frees what stops the waiting.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    /// <param name="disposing">Whether it was asked for; there is nothing to do for the collector.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            // A connection for this command only. An object that keeps its handle makes a new one when it needs it.
            _opened.ForEach(master => master.Dispose());
            _stop.Dispose();
        }
    }

    /// <summary>Has something done by the pipeline's thread while that waits: WriteObject, WriteVerbose...</summary>
    /// <param name="write">What to do.</param>
    protected void Post(Action write) => _posted.Writer.TryWrite(write);

    /// <summary>Waits for work, doing meanwhile what is posted.</summary>
    /// <param name="work">The work. It should end soon after Ctrl+C.</param>
    /// <exception cref="PipelineStoppedException">Ctrl+C ended it.</exception>
    protected void Await(Task work)
    {
        try
        {
            while (!work.IsCompleted)
            {
                Task.WaitAny([work, _posted.Reader.WaitToReadAsync(StopToken).AsTask()], CancellationToken.None);
                WritePosted();
                StopToken.ThrowIfCancellationRequested();
            }

            WritePosted();
            work.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Waits for a value, doing meanwhile what is posted.</summary>
    /// <param name="work">The work. It should end soon after Ctrl+C.</param>
    /// <exception cref="PipelineStoppedException">Ctrl+C ended it.</exception>
    protected T Await<T>(Task<T> work)
    {
        Await((Task)work);
        return work.Result;
    }

    /// <summary>Nothing can work: ends the command. To be thrown, so that the compiler knows.</summary>
    private protected Exception Terminating(ErrorRecord error)
    {
        ThrowTerminatingError(error);
        throw new UnreachableException();
    }

    /// <summary>Does what is posted so far, without waiting.</summary>
    private protected void WritePosted()
    {
        while (_posted.Reader.TryRead(out var write))
        {
            write();
        }
    }
}
