using FruitSalad.Stealing;

namespace FruitSalad.Rpc;

public sealed partial class PeerHost
{
    private readonly TaskCompletionSource _dismissed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (HarvestQuery Query, TimeSpan Until, TaskCompletionSource<Harvest> Answer)? _harvest;
    private PeerEndpoint? _dismisser;

    /// <summary>
    /// Completes when whoever dismissed this peer has dismissed all, and closed the connection: who leaves earlier is taken
    /// for dead by the others.
    /// </summary>
    public Task Dismissed => _dismissed.Task;

    /// <summary>A call comes in; it is answered where the steps are. What comes before the beginning waits for it.</summary>
    internal Task<T> AskAsync<T>(Func<PeerSteps, TimeSpan, T> answer)
    {
        var answered = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!Post(() => answered.SetResult(answer(_steps!, Now))))
        {
            answered.SetCanceled();
        }

        return answered.Task;
    }

    /// <summary>The same for a question that may have to wait; a later one takes its place.</summary>
    internal Task<Harvest> HarvestAsync(HarvestQuery query)
    {
        var answered = new TaskCompletionSource<Harvest>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            _harvest?.Answer.TrySetResult(new Harvest([]));
            _harvest = (query, Now + TimeSpan.FromMilliseconds(query.WaitMs), answered);
        });
        return answered.Task;
    }

    /// <summary>Nothing is left to do.</summary>
    internal Task<PeerStatus> DismissAsync(PeerEndpoint caller) => AskAsync((steps, _) =>
    {
        _dismisser = caller;
        steps.Dismiss();
        return steps.Status();
    });

    /// <summary>A connection has ended.</summary>
    internal void Left(PeerEndpoint endpoint)
    {
        if (endpoint == _dismisser)
        {
            _dismissed.TrySetResult();
        }
    }

    private void AnswerHarvest(PeerSteps steps)
    {
        if (_harvest is { } waiting && (steps.Gather(waiting.Query) ?? (Now >= waiting.Until ? new Harvest([]) : null)) is { } harvest)
        {
            _harvest = null;
            waiting.Answer.TrySetResult(harvest);
        }
    }
}
