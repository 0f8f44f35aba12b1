using FruitSalad.Store;

namespace FruitSalad.Journal;

/// <summary>A call that waits for its turn.</summary>
internal abstract class Pending
{
    /// <summary>What it adds to the journal; null: it only reads.</summary>
    public virtual byte[]? Text => null;

    /// <summary>Whether it is worth an entry only if it changed something.</summary>
    public virtual bool IsIdle => false;

    /// <summary>Does it, and keeps the answer until it may be told.</summary>
    public abstract void Do(MemoryTaskStore replica, TimeSpan now);

    /// <summary>It is on the disk: tells the answer.</summary>
    /// <param name="elsewhere">What other masters changed, for those who wait here.</param>
    /// <returns>Whether the answer tells of that too.</returns>
    public abstract bool Complete(in Effect elsewhere);

    /// <summary>It failed, or nobody knows.</summary>
    public abstract void Fail(Exception why);
}

/// <summary>A command that waits for its turn. Its text is made before, on the caller's thread.</summary>
internal sealed class PendingCommand<T>(StoreCommand<T> command) : Pending
{
    private readonly TaskCompletionSource<Transition<T>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Transition<T> _answer;
    private ArgumentException? _unfit;

    public override byte[] Text { get; } = JournalJson.Write(command);

    public override bool IsIdle => command is Tick;

    public ValueTask<Transition<T>> Answer => new(_done.Task);

    public override void Do(MemoryTaskStore replica, TimeSpan now)
    {
        try
        {
            _answer = command.Do(replica, now);
        }
        catch (ArgumentException unfit)
        {
            _unfit = unfit;
        }
    }

    public override bool Complete(in Effect elsewhere)
    {
        if (_unfit is not null)
        {
            _done.SetException(_unfit);
            return false;
        }

        _done.SetResult(_answer with { Effect = _answer.Effect.After(elsewhere) });
        return true;
    }

    public override void Fail(Exception why) => _done.SetException(why);
}

/// <summary>A look at the salad that waits for its turn.</summary>
internal sealed class PendingRead<T>(Func<MemoryTaskStore, ValueTask<T>> read) : Pending
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _answer;

    public ValueTask<T> Answer => new(_done.Task);

    public override void Do(MemoryTaskStore replica, TimeSpan now)
    {
        ValueTask<T> step = read(replica);
        _answer = step.IsCompletedSuccessfully ? step.Result : throw new InvalidOperationException("The memory store waits.");
    }

    public override bool Complete(in Effect elsewhere)
    {
        _done.SetResult(_answer!);
        return false;
    }

    public override void Fail(Exception why) => _done.SetException(why);
}
