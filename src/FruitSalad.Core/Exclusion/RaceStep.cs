using System.Globalization;

namespace FruitSalad.Exclusion;

/// <summary>What a thread, or the whole race, does in one step that others can notice.</summary>
public enum RaceAction
{
    /// <summary>The counter is set to zero.</summary>
    Start,

    /// <summary>A thread takes the free lock.</summary>
    Lock,

    /// <summary>A thread finds the lock taken and waits.</summary>
    Wait,

    /// <summary>A thread that waited finds the lock free and takes it.</summary>
    LockAfterWait,

    /// <summary>A thread copies the counter.</summary>
    Read,

    /// <summary>A thread writes its copy plus one back.</summary>
    Increment,

    /// <summary>A thread frees the lock.</summary>
    Unlock,

    /// <summary>All threads have ended.</summary>
    End,
}

/// <summary>One line of the story of a scheduled race; <see cref="ToString"/> tells it in the user's language.</summary>
/// <param name="Number">Place in the story, from 1.</param>
/// <param name="Action">What happens.</param>
/// <param name="Thread">The thread that does it, from 1; 0 for the race as a whole.</param>
/// <param name="Counter">The counter's value afterwards.</param>
/// <param name="Copy">The thread's own copy: what it read. At the end: what the counter should be.</param>
/// <param name="Exclusive">Whether the race has a lock.</param>
public sealed record RaceStep(int Number, RaceAction Action, int Thread, long Counter, long Copy, bool Exclusive)
{
    /// <summary>The step as a line of the tutorial's list, in French where the UI culture is French.</summary>
    public override string ToString()
    {
        var text = Action switch
        {
            RaceAction.Start => RaceText.Start,
            RaceAction.Lock => RaceText.Lock,
            RaceAction.Wait => RaceText.Wait,
            RaceAction.LockAfterWait => RaceText.LockAfterWait,
            RaceAction.Read => RaceText.Read,
            // Without a lock the copy matters, as it may be old; with one it is always the counter.
            RaceAction.Increment => Exclusive ? RaceText.Increment : RaceText.IncrementCopy,
            RaceAction.Unlock => RaceText.Unlock,
            _ => Counter == Copy ? RaceText.EndRight : RaceText.EndWrong,
        };
        return string.Format(CultureInfo.InvariantCulture, "{0}. {1}", Number,
            string.Format(CultureInfo.InvariantCulture, text, Thread, Counter, Copy));
    }
}
