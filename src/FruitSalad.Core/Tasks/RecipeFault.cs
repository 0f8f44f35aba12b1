namespace FruitSalad.Tasks;

/// <summary>Why steps are no recipe.</summary>
public enum RecipeFaultKind
{
    /// <summary>There are more than <see cref="RecipeOrder.MaxTasks"/>.</summary>
    TooManyTasks,

    /// <summary>A task has no name.</summary>
    NameMissing,

    /// <summary>A duration is negative, no number, or longer than <see cref="RecipeOrder.MaxSeconds"/>.</summary>
    DurationAbsurd,

    /// <summary>A delay, a run limit, a number of attempts or a label is out of its bounds.</summary>
    OptionAbsurd,

    /// <summary>Two tasks have the same id.</summary>
    IdTwice,

    /// <summary>A task depends on something that is no id and no name.</summary>
    DependencyUnknown,

    /// <summary>A task depends on a name that several have: an id is needed.</summary>
    DependencyAmbiguous,

    /// <summary>Tasks wait for each other.</summary>
    Cycle,
}

/// <summary>The first thing that is wrong with the steps of a recipe.</summary>
/// <param name="Kind">What.</param>
/// <param name="Place">The step's place in the list, from 0.</param>
/// <param name="Text">The word or the number that is wrong; for a cycle, its tasks, each before the one that it waits for.</param>
public sealed record RecipeFault(RecipeFaultKind Kind, int Place, string Text);
