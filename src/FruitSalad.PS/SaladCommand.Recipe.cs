using System.Management.Automation;
using FruitSalad.Tasks;

namespace FruitSalad.PS;

public abstract partial class SaladCommand
{
    /// <summary>The recipe that a user means: itself, the name of one that comes with the module, or a file's path.</summary>
    /// <param name="given">What the user gave.</param>
    private protected Recipe FindRecipe(object given)
    {
        given = (given as PSObject)?.BaseObject ?? given;
        string text = given.ToString()!;
        if (Recipes.Find(given) is { } known)
        {
            return known;
        }

        if (!RecipeFile.IsOne(text))
        {
            throw Terminating(Errors.RecipeNotFound(text, Recipes.Names));
        }

        try
        {
            return RecipeFile.Read(GetUnresolvedProviderPathFromPSPath(text));
        }
        catch (ErrorRecordException unfit)
        {
            throw Terminating(unfit.ErrorRecord);
        }
    }
}
