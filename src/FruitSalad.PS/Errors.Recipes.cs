using System.Management.Automation;
using FruitSalad.Tasks;

namespace FruitSalad.PS;

internal static partial class Errors
{
    internal static ErrorRecord RecipeFileNotFound(object path, Exception? cause = null) =>
        Make(nameof(Strings.RecipeFileNotFound), ErrorCategory.ObjectNotFound, path, cause, path);

    internal static ErrorRecord RecipeFileTooLarge(object path, long length, int most) =>
        Make(nameof(Strings.RecipeFileTooLarge), ErrorCategory.LimitsExceeded, path, null, path, length, most);

    internal static ErrorRecord RecipeFileUnknown(object path) =>
        Make(nameof(Strings.RecipeFileUnknown), ErrorCategory.InvalidArgument, path, null, path);

    internal static ErrorRecord RecipeFileDamaged(object where, string why, Exception? cause = null) =>
        Make(nameof(Strings.RecipeFileDamaged), ErrorCategory.ParserError, where, cause, where, why);

    internal static ErrorRecord RecipeKeyUnknown(object where, string key, IReadOnlyCollection<string> known) =>
        Make(nameof(Strings.RecipeKeyUnknown), ErrorCategory.InvalidData, where, null, where, key, List(known));

    internal static ErrorRecord RecipeKeyTwice(object where, string key) =>
        Make(nameof(Strings.RecipeKeyTwice), ErrorCategory.InvalidData, where, null, where, key);

    internal static ErrorRecord RecipeValueUnfit(object where, string key, Exception? cause = null) =>
        Make(nameof(Strings.RecipeValueUnfit), ErrorCategory.InvalidData, where, cause, where, key, Say(cause));

    internal static ErrorRecord RecipeTooManyTasks(object where, string count) => Make(
        nameof(Strings.RecipeTooManyTasks), ErrorCategory.LimitsExceeded, where, null, where, count, RecipeOrder.MaxTasks);

    internal static ErrorRecord RecipeNameMissing(object where) =>
        Make(nameof(Strings.RecipeNameMissing), ErrorCategory.InvalidData, where, null, where);

    internal static ErrorRecord RecipeDurationAbsurd(object where, string seconds) => Make(
        nameof(Strings.RecipeDurationAbsurd), ErrorCategory.InvalidData, where, null, where, seconds, RecipeOrder.MaxSeconds);

    internal static ErrorRecord RecipeOptionAbsurd(object where, string option) => Make(
        nameof(Strings.RecipeOptionAbsurd), ErrorCategory.InvalidData, where, null,
        where, option, RecipeOrder.MaxDelaySeconds, RecipeOrder.MaxSeconds, Label.MaxCount, Label.MaxLength);

    internal static ErrorRecord RecipeIdTwice(object where, string id) =>
        Make(nameof(Strings.RecipeIdTwice), ErrorCategory.InvalidData, where, null, where, id);

    internal static ErrorRecord RecipeDependencyUnknown(object where, string word) =>
        Make(nameof(Strings.RecipeDependencyUnknown), ErrorCategory.ObjectNotFound, where, null, where, word);

    internal static ErrorRecord RecipeDependencyAmbiguous(object where, string word) =>
        Make(nameof(Strings.RecipeDependencyAmbiguous), ErrorCategory.InvalidData, where, null, where, word);

    internal static ErrorRecord RecipeCycle(object where, string tasks) =>
        Make(nameof(Strings.RecipeCycle), ErrorCategory.InvalidData, where, null, where, tasks);

    /// <summary>What is wrong with a recipe's steps, with the place where it is.</summary>
    /// <param name="fault">What is wrong.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="source">The recipe's file or name.</param>
    public static ErrorRecord Explain(RecipeFault fault, IReadOnlyList<RecipeStep> steps, string source)
    {
        string where = fault.Kind == RecipeFaultKind.TooManyTasks ? source : PlaceOf(steps[fault.Place], fault.Place, source);
        return fault.Kind switch
        {
            RecipeFaultKind.TooManyTasks => RecipeTooManyTasks(where, fault.Text),
            RecipeFaultKind.NameMissing => RecipeNameMissing(where),
            RecipeFaultKind.DurationAbsurd => RecipeDurationAbsurd(where, fault.Text),
            RecipeFaultKind.OptionAbsurd => RecipeOptionAbsurd(where, fault.Text),
            RecipeFaultKind.IdTwice => RecipeIdTwice(where, fault.Text),
            RecipeFaultKind.DependencyUnknown => RecipeDependencyUnknown(where, fault.Text),
            RecipeFaultKind.DependencyAmbiguous => RecipeDependencyAmbiguous(where, fault.Text),
            _ => RecipeCycle(where, fault.Text),
        };
    }

    private static string PlaceOf(RecipeStep step, int place, string source) => step.Line is { } line
        ? Text.Of(Strings.RecipeLine, source, line)
        : Text.Of(Strings.RecipePlace, source, place + 1, step);
}
