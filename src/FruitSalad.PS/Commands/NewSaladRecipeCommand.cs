using System.Management.Automation;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Commands;

/// <summary>Makes a recipe of tasks.</summary>
/// <remarks>
/// <para>
/// The tasks may come in any order: each is put behind those that it depends on, and else they stay as they are listed.
/// Numbers are given in that order, from 0. Tasks that wait for each other, unknown or ambiguous names, and ids that come
/// twice are errors: nothing is started with such a recipe.
/// </para>
/// </remarks>
/// <example>
/// <code>1..10 | ForEach-Object { New-SaladTask "kiwi $_" -Seconds 1 } | New-SaladRecipe Kiwis</code>
/// <para>A recipe of ten tasks that any worker can do in any order.</para>
/// </example>
/// <example>
/// <code>$recipe = @(New-SaladTask tea 2 -DependsOn water), (New-SaladTask water 3) | New-SaladRecipe Tea; $recipe.Tasks</code>
/// <para>The water comes first, although it is listed last.</para>
/// </example>
/// <seealso cref="NewSaladTaskCommand"/>
/// <seealso cref="ImportSaladRecipeCommand"/>
[Cmdlet(VerbsCommon.New, "SaladRecipe")]
[OutputType(typeof(Recipe))]
public sealed class NewSaladRecipeCommand : SaladCommand
{
    private readonly List<RecipeStep> _steps = [];

    /// <summary>What people call the recipe.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Its tasks, from New-SaladTask.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    public RecipeStep[] Task { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() => _steps.AddRange(Task);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (RecipeOrder.TryArrange(Name, _steps, out Recipe? recipe) is { } fault)
        {
            throw Terminating(Errors.Explain(fault, _steps, Name));
        }

        WriteObject(recipe);
    }
}
