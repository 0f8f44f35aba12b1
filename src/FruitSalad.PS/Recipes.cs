using FruitSalad.Tasks;

namespace FruitSalad.PS;

/// <summary>Finds the recipe that a user means.</summary>
internal static class Recipes
{
    /// <summary>The names of those that come with the module.</summary>
    public static IReadOnlyCollection<string> Names => [.. Recipe.Bundled.Select(recipe => recipe.Name)];

    /// <summary>The recipe itself, or the one that comes with the module under that name; null: there is none.</summary>
    public static Recipe? Find(object given) => given as Recipe ?? Recipe.Bundled.FirstOrDefault(
        known => known.Name.Equals(given.ToString(), StringComparison.OrdinalIgnoreCase));
}
