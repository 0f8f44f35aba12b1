using System.Globalization;

namespace FruitSalad.Exclusion;

/// <summary>A line of a scheduled race's story; <see cref="ToString"/> tells it in the user's language.</summary>
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
