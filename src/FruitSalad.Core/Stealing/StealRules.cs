namespace FruitSalad.Stealing;

/// <summary>
/// The decisions on which it depends that nothing is lost. A class, so that a test can put a wrong page in, and see
/// whether it is found.
/// </summary>
internal class StealRules
{
    /// <summary>The right ones.</summary>
    public static readonly StealRules Standard = new();

    /// <summary>Whether a request is one that was answered before: its answer may be lost.</summary>
    /// <param name="number">The request's number.</param>
    /// <param name="last">The number of the last request of the same thief that was answered.</param>
    public virtual bool IsRepeated(long number, long last) => number == last;

    /// <summary>Takes from a victim's list what a thief gets: the last ones, which the victim would come to latest.</summary>
    /// <param name="waiting">The victim's list.</param>
    /// <param name="fraction">Which part of it.</param>
    public virtual int[] Take(List<int> waiting, double fraction)
    {
        int count = Math.Min(waiting.Count, (int)Math.Ceiling(waiting.Count * fraction));
        int[] taken = [.. waiting.GetRange(waiting.Count - count, count)];
        waiting.RemoveRange(waiting.Count - count, count);
        return taken;
    }

    /// <summary>What a peer vouches for: tasks whose results it holds.</summary>
    /// <param name="done">Tasks whose results it holds.</param>
    /// <param name="running">What it works on.</param>
    public virtual NumberSet Vouched(NumberSet done, int? running) => done;

    /// <summary>The token when somebody has died: that of the old epoch vouches for the dead.</summary>
    public virtual Token? AfterDeath(Token? token) => null;

    /// <summary>Whether a token is of the epoch in which a peer is.</summary>
    /// <param name="epoch">The token's: who was dead when it was passed.</param>
    /// <param name="dead">Whom the peer takes for dead.</param>
    public virtual bool IsCurrent(NumberSet epoch, NumberSet dead) => epoch.SetEquals(dead);

    /// <summary>Whether a task is missing: in no living peer's hands.</summary>
    public virtual bool IsMissing(int task, NumberSet held, NumberSet done) => !held.Contains(task) && !done.Contains(task);

    /// <summary>Whether an end that was announced is one no more, since somebody has died after it.</summary>
    public virtual bool EndHolds => false;

    /// <summary>Whether a request that was not answered is said again, rather than forgotten.</summary>
    public virtual bool Repeats => true;
}
