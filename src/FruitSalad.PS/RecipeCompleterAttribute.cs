using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using FruitSalad.Tasks;

namespace FruitSalad.PS;

/// <summary>Completes the names of the recipes that come with the module.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RecipeCompleterAttribute() : ArgumentCompleterAttribute(typeof(RecipeCompleter))
{
    /// <summary>Knows the recipes.</summary>
    internal sealed class RecipeCompleter : IArgumentCompleter
    {
        /// <inheritdoc/>
        public IEnumerable<CompletionResult> CompleteArgument(
            string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
            IDictionary fakeBoundParameters) => Completions.Of(
                Recipe.Bundled.Select(recipe => (recipe.Name, $"{recipe.Tasks.Count} x, {recipe.TotalSeconds} s")),
                wordToComplete);
    }
}
