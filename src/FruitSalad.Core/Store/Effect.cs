namespace FruitSalad.Store;

/// <summary>What a transition changed for those who wait. A hint to ask again, never an answer.</summary>
/// <param name="MadeReady">How many tasks became ready in it.</param>
/// <param name="WakeAll">Whether everybody's answer may have changed: the clock started, or the salad ended.</param>
/// <param name="NextDue">When <see cref="ITaskStore.TickAsync"/> has something to do; null: nothing planned.</param>
/// <param name="Events">How many events there are by now.</param>
public readonly record struct Effect(int MadeReady, bool WakeAll, TimeSpan? NextDue, long Events)
{
    /// <summary>Both effects as one: this transition came after the other.</summary>
    public Effect After(in Effect earlier) => this with
    {
        MadeReady = MadeReady + earlier.MadeReady,
        WakeAll = WakeAll || earlier.WakeAll,
    };
}
