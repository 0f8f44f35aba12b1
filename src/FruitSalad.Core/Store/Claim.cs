using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>The answer to a worker that asks for work: tasks, or wait, or go home.</summary>
/// <param name="Grants">What it got. Empty: nothing now.</param>
/// <param name="Done">Whether it may leave.</param>
/// <param name="Reason">Why it may: the salad's end, or None where it is dismissed, or the list is merely drained (Basic).</param>
public readonly record struct Claim(Grant[] Grants, bool Done, EndReason Reason)
{
    /// <summary>Nothing now; ask again.</summary>
    public static readonly Claim Wait = new([], false, EndReason.None);
}
