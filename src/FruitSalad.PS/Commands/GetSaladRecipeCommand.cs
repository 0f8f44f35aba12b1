using System.Management.Automation;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Commands;

/// <summary>Shows the recipes that come with the module.</summary>
/// <remarks>
/// <para>
/// A recipe is a list of tasks, each with a name and the seconds that preparing it takes. FruitSalad is the tutorial's
/// distributed salad, FruitSaladSequential the same fruits in the order of its sequential program, AppleCrumble its next
/// recipe, in which tasks depend on others, and Matrix a product of two small matrices, in blocks.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-SaladRecipe</code>
/// <para>Shows each recipe's name, its tasks, and the seconds that one cook alone needs.</para>
/// </example>
/// <example>
/// <code>(Get-SaladRecipe FruitSalad).Tasks</code>
/// <para>Shows the fruits of the salad.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "SaladRecipe")]
[OutputType(typeof(Recipe))]
public sealed class GetSaladRecipeCommand : PSCmdlet
{
    /// <summary>The names of the recipes; wildcards are allowed.</summary>
    /// <value>All recipes</value>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [RecipeCompleter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            var found = Recipe.Bundled.Where(recipe => pattern.IsMatch(recipe.Name)).ToList();
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(Errors.RecipeNotFound(name, Recipes.Names));
            }

            WriteObject(found, enumerateCollection: true);
        }
    }
}
