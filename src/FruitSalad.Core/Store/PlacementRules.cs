namespace FruitSalad.Store;

/// <summary>Who may be handed what: pure functions.</summary>
public static class PlacementRules
{
    /// <summary>Whether a worker offers all that a task asks for.</summary>
    /// <param name="offered">The worker's labels.</param>
    /// <param name="asked">The task's labels.</param>
    public static bool Offers(IReadOnlyList<string> offered, IReadOnlyList<string> asked)
    {
        for (int i = 0; i < asked.Count; i++)
        {
            if (!offered.Contains(asked[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a worker's answer counts beside the others: a vote is by distinct workers.</summary>
    /// <param name="holds">Whether it holds another replica of the same task.</param>
    /// <param name="answered">Whether it has answered another one.</param>
    public static bool MayVote(bool holds, bool answered) => !holds && !answered;
}
