namespace FruitSalad.Rpc;

/// <summary>Wakes everybody who waits for the next change. Costs nothing while nobody waits.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource? _next;

    /// <summary>Completes at the next change. Take it before looking, so that no change falls in between.</summary>
    public Task Next()
    {
        TaskCompletionSource? next = Volatile.Read(ref _next);
        if (next is null)
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            next = Interlocked.CompareExchange(ref _next, mine, null) ?? mine;
        }

        return next.Task;
    }

    /// <summary>Something changed.</summary>
    public void Pulse()
    {
        if (Volatile.Read(ref _next) is not null)
        {
            Interlocked.Exchange(ref _next, null)?.TrySetResult();
        }
    }
}
